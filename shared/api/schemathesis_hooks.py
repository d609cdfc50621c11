"""Fills in what the schema of a header cannot say.

A well-formed idempotency key is made one that was not used before: with another request, a used one is refused (422).
A well-formed version is made one that matches, unless it came with a response: an invented one never does (412), and
nothing behind the version would be tried."""

import re
import uuid

import schemathesis

KEY = re.compile(r"[A-Za-z0-9._:-]{1,64}")
VERSION = re.compile(r'"[0-9]+"')


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is not None and case.meta.generation.mode.is_negative:
        return
    headers = case.headers or {}
    key = headers.get("Idempotency-Key")
    if isinstance(key, str) and KEY.fullmatch(key):
        case.headers["Idempotency-Key"] = uuid.uuid4().hex
    version = headers.get("If-Match")
    if isinstance(version, str) and not VERSION.fullmatch(version):
        case.headers["If-Match"] = "*"
