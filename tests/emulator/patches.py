"""Where ministack is more lenient than AWS, or lacks something: each difference that hides a mistake of ours, with its
reason."""

import contextvars
import json
import threading

from ministack.core.responses import now_iso
from ministack.services import stepfunctions


def install():
    """Puts the patches into ministack."""
    strict_references()
    execution_time_limit()


def strict_references():
    """A reference to a field that is not there is an error on AWS (States.Runtime) and null in ministack: a misspelled name
    in the state machine would go unnoticed."""
    lenient = stepfunctions._resolve_params_obj

    def strict(template, data, ctx=None):
        if isinstance(template, dict):
            for key, value in template.items():
                if key.endswith(".$") and isinstance(value, str):
                    check(value, ctx or {} if value.startswith("$$.") else data)
        return lenient(template, data, ctx)

    def check(path, data):
        if not path.startswith("$"):
            return  # a function, whose arguments are its own matter
        found = data
        for name in path.lstrip("$").strip(".").split("."):
            if not name or any(sign in name for sign in "[*?@("):
                return  # the whole input, or more than a plain name: not looked into
            if not isinstance(found, dict) or name not in found:
                raise stepfunctions._ExecutionError(
                    "States.Runtime", f"The JSONPath '{path}' specified could not be found in the input '{json.dumps(data)}'"
                )
            found = found[name]

    stepfunctions._resolve_params_obj = strict


def execution_time_limit():
    """`TimeoutSeconds` of a whole state machine is ignored by ministack."""
    run = stepfunctions._run_execution

    def limited(exec_arn):
        execution = stepfunctions._executions.get(exec_arn)
        machine = execution and stepfunctions._state_machines.get(execution["stateMachineArn"])
        secs = json.loads(machine["definition"]).get("TimeoutSeconds") if machine else None
        if secs:
            def end():
                if execution["status"] == "RUNNING":
                    execution.update(status="TIMED_OUT", stopDate=now_iso())
                    stepfunctions._emit_execution_status_event(execution)

            timer = threading.Timer(secs, contextvars.copy_context().run, [end])
            timer.daemon = True
            timer.start()
        run(exec_arn)

    stepfunctions._run_execution = limited
