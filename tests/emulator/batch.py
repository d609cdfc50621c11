"""AWS Batch for ministack: jobs run as processes of this machine.

ministack keeps Batch's names but runs nothing: a submitted job has succeeded at once. This module replaces that part, by
the documented behavior of the service (AWS Batch User Guide; API reference): states, array jobs, dependencies, retry
strategies with `evaluateOnExit`, attempt limits, termination, and the integration of Step Functions
(`arn:aws:states:::batch:submitJob` and `.sync`).

What is not here: compute environments and their scaling, priorities, fair share, container properties other than command
and environment, log streams in CloudWatch. A queue is a number of slots.

Environment:
  LECTERN_BATCH_PROGRAMS   JSON: name of an image (without registry and tag) -> path of a program
  LECTERN_BATCH_LOGS       folder for the output of the jobs, one file for each attempt
  LECTERN_BATCH_SLOTS      jobs that run at once (2)
  LECTERN_BATCH_FAULTS     JSON file, read before each attempt, with two fields:
                           `lost`: job name pattern -> number of first attempts whose host is lost, which is to say that the
                           process is killed in the middle of its work;
                           `held`: job name patterns of jobs that stay RUNNABLE, as if there were no host, until their
                           pattern is taken out
"""

import contextvars
import fnmatch
import json
import os
import re
import signal
import subprocess
import threading
import time

from ministack.core.responses import error_response_json, get_account_id, get_region, new_uuid
from ministack.services import batch, stepfunctions

PROGRAMS = json.loads(os.environ.get("LECTERN_BATCH_PROGRAMS", "{}"))
LOGS = os.environ.get("LECTERN_BATCH_LOGS", "/tmp")
SLOTS = threading.BoundedSemaphore(int(os.environ.get("LECTERN_BATCH_SLOTS", "2")))
FAULTS = os.environ.get("LECTERN_BATCH_FAULTS", "")

# The service sends SIGTERM, and SIGKILL thirty seconds later; tests need not wait that long.
TERMINATION_GRACE_SECS = 5
POLL_SECS = 0.02
# A job that has used so much processor time is in the middle of its work: starting takes less, and drawing a scene more.
WORK_SECS = 0.15
ENDED = ("SUCCEEDED", "FAILED")
HOST_LOST = "Host EC2 (instance i-0123456789abcdef0) terminated."
ESSENTIAL_EXITED = "Essential container in task exited"


class Job:
    """A job, or a child of an array. `record` is what DescribeJobs shows."""

    def __init__(self, definition, request, job_id, index=None):
        container = definition.get("containerProperties", {})
        overrides = request.get("containerOverrides", {})
        self.parameters = {**definition.get("parameters", {}), **request.get("parameters", {})}
        self.retry = request.get("retryStrategy") or definition.get("retryStrategy") or {}
        limits = request.get("timeout") or definition.get("timeout") or {}
        self.attempt_secs = limits.get("attemptDurationSeconds")
        self.environment = {
            pair["name"]: pair.get("value", "")
            for pair in container.get("environment", []) + overrides.get("environment", [])
        }
        self.command = [self.substitute(word) for word in overrides.get("command") or container.get("command") or []]
        self.image = container.get("image", "")
        self.index = index
        self.process = None
        self.cancelled = threading.Event()
        self.children = []
        self.record = {
            "jobId": job_id,
            "jobArn": batch._job_arn(job_id),
            "jobName": request["jobName"],
            "jobQueue": request.get("jobQueue", ""),
            "jobDefinition": definition["jobDefinitionArn"],
            "status": "SUBMITTED",
            "createdAt": batch._now_ms(),
            "attempts": [],
            "dependsOn": request.get("dependsOn", []),
            "parameters": self.parameters,
            "retryStrategy": self.retry,
            "container": {
                "image": self.image,
                "command": self.command,
                "environment": [{"name": name, "value": value} for name, value in self.environment.items()],
            },
            "tags": request.get("tags", {}),
        }
        if index is not None:
            self.record["arrayProperties"] = {"index": index}

    def substitute(self, word):
        """`Ref::name` stands for the parameter of that name."""
        return re.sub(r"^Ref::(\w+)$", lambda match: str(self.parameters.get(match[1], match[0])), word)

    @property
    def status(self):
        return self.record["status"]

    def end(self, succeeded, reason):
        self.record.update(
            status="SUCCEEDED" if succeeded else "FAILED", statusReason=reason, stoppedAt=batch._now_ms()
        )

    def run(self):
        """Runs the job's attempts one after another, each in a slot."""
        for number in range(1, int(self.retry.get("attempts", 1)) + 1):
            self.record["status"] = "RUNNABLE"
            while is_held(self.record["jobName"]) or not SLOTS.acquire(timeout=POLL_SECS):
                if self.cancelled.wait(POLL_SECS):
                    break
            else:
                try:
                    if not self.cancelled.is_set():
                        code, reason = self.attempt(number)
                finally:
                    SLOTS.release()
            if self.cancelled.is_set():
                self.end(False, self.record.get("statusReason", "terminated"))
                return
            if code == 0:
                self.end(True, reason)
                return
            if not retries(self.retry, code, reason):
                break
        self.end(False, reason)

    def attempt(self, number):
        """Runs an attempt; its exit code (None if the host was lost) and the reason of its end."""
        started = batch._now_ms()
        program = next((path for image, path in PROGRAMS.items() if image_name(self.image) == image), None)
        if program is None:
            code, reason = None, f"CannotPullContainerError: no program is known for the image {self.image}"
        else:
            self.record.update(status="STARTING", startedAt=started)
            code, reason = self.execute(program, number)
        container = {"reason": None} if code is None else {"exitCode": code}
        self.record["attempts"].append(
            {"container": container, "startedAt": started, "stoppedAt": batch._now_ms(), "statusReason": reason}
        )
        self.record["container"].pop("exitCode", None)
        self.record["container"].update(container)
        return code, reason

    def execute(self, program, number):
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ.get('GATEWAY_PORT', '4566')}",
            "AWS_REGION": get_region(),
            "AWS_DEFAULT_REGION": get_region(),
            "AWS_ACCESS_KEY_ID": get_account_id(),
            "AWS_SECRET_ACCESS_KEY": "emulated",
            **self.environment,
            "AWS_BATCH_JOB_ID": self.record["jobId"],
            "AWS_BATCH_JOB_ATTEMPT": str(number),
            "AWS_BATCH_JQ_NAME": self.record["jobQueue"].split("/")[-1],
        }
        if self.index is not None:
            environment["AWS_BATCH_JOB_ARRAY_INDEX"] = str(self.index)
        log = os.path.join(LOGS, f"{self.record['jobName']}.{self.record['jobId'].replace(':', '-')}.{number}.log")
        # A job has its own process group, so that what it starts ends with it, as with its container.
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                [program, *self.command[1:]], env=environment, stdout=output, stderr=output, start_new_session=True
            )
        self.record["status"] = "RUNNING"
        if self.cancelled.is_set():
            self.end_process()  # terminated while the process was about to start
        if number <= lost_hosts(self.record["jobName"]) and self.lose_host():
            return None, HOST_LOST
        try:
            code = self.process.wait(timeout=self.attempt_secs)
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            self.process.wait()
            return 137, "Job attempt duration exceeded timeout"
        # A shell's way of telling a signal, and Docker's.
        return (128 - code if code < 0 else code), ESSENTIAL_EXITED

    def lose_host(self):
        """Kills the process once it is at work. False if it ended before."""
        while self.process.poll() is None:
            if processor_secs(self.process.pid) > WORK_SECS:
                self.signal(signal.SIGKILL)
                self.process.wait()
                return True
            time.sleep(POLL_SECS)
        return False

    def terminate(self, reason):
        self.record["statusReason"] = reason
        self.cancelled.set()
        for child in self.children:
            child.terminate(reason)
        self.end_process()

    def end_process(self):
        if self.process and self.process.poll() is None:
            self.signal(signal.SIGTERM)
            threading.Timer(TERMINATION_GRACE_SECS, self.signal, [signal.SIGKILL]).start()

    def signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass  # it has ended in the meantime


JOBS = {}


def image_name(image):
    """`registry/name:tag` without registry and tag."""
    return image.split("/")[-1].split(":")[0]


def lost_hosts(name):
    """Number of first attempts of that job whose host is to be lost."""
    lost = faults().get("lost", {})
    return next((count for pattern, count in lost.items() if fnmatch.fnmatchcase(name, pattern)), 0)


def is_held(name):
    """Whether there is no host for that job."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in faults().get("held", []))


def faults():
    if not FAULTS or not os.path.exists(FAULTS):
        return {}
    with open(FAULTS, encoding="utf-8") as file:
        return json.load(file)


def processor_secs(pid):
    """User and system time of a process (proc(5): fields 14 and 15 of stat)."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def retries(strategy, code, reason):
    """Whether an attempt that ended so is followed by another: the first condition that matches decides, and without one
    the job is retried."""
    for condition in strategy.get("evaluateOnExit", []):
        given = {"onExitCode": "" if code is None else str(code), "onStatusReason": reason, "onReason": ""}
        if all(glob(condition[key], value) for key, value in given.items() if key in condition):
            return condition["action"].upper() == "RETRY"
    return True


def glob(pattern, text):
    """Patterns may end with an asterisk."""
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern


def definition_of(reference):
    """The definition that `name`, `name:revision` or an ARN means: the latest revision if none is named."""
    name, _, revision = reference.split("/")[-1].partition(":")
    revisions = batch._job_definitions.get(name) or []
    if revision:
        return next((found for found in revisions if str(found["revision"]) == revision), None)
    return revisions[-1] if revisions else None


def register_job_definition(request):
    response = _register_job_definition(request)
    if response[0] == 200:
        # ministack keeps some fields only.
        kept = batch._job_definitions[request["jobDefinitionName"]][-1]
        kept.update({key: request[key] for key in ("retryStrategy", "timeout", "parameters") if key in request})
    return response


def submit_job(request):
    definition = definition_of(request.get("jobDefinition", ""))
    if definition is None:
        message = f"JobDefinition {request.get('jobDefinition')} not found"
        return error_response_json("ClientException", message, 400)
    size = request.get("arrayProperties", {}).get("size")
    if size is not None and not 2 <= size <= 10_000:
        return error_response_json("ClientException", f"array size {size} is not between 2 and 10000", 400)
    missing = [dependency["jobId"] for dependency in request.get("dependsOn", []) if dependency["jobId"] not in JOBS]
    if missing:
        return error_response_json("ClientException", f"there is no job {missing[0]}", 400)
    job = Job(definition, request, new_uuid())
    if size is not None:
        job.record["arrayProperties"] = {"size": size}
        job.children = [Job(definition, request, f"{job.record['jobId']}:{index}", index) for index in range(size)]
    for each in [job, *job.children]:
        JOBS[each.record["jobId"]] = each
        batch._jobs[each.record["jobId"]] = each.record
    # Threads do not inherit the account and region of the request.
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(lead, job), daemon=True).start()
    answer = {key: job.record[key] for key in ("jobId", "jobArn", "jobName")}
    return batch._json(200, answer)


def lead(job):
    """Waits for what a job depends on, then runs it, or its children."""
    job.record["status"] = "PENDING"
    for dependency in [JOBS[dependency["jobId"]] for dependency in job.record["dependsOn"]]:
        while dependency.status not in ENDED and not job.cancelled.is_set():
            time.sleep(POLL_SECS)
        if dependency.status == "FAILED":
            job.end(False, "Dependent Job failed")
            return
    if not job.children:
        job.run()
        return
    threads = []
    for child in job.children:
        context = contextvars.copy_context()
        threads.append(threading.Thread(target=context.run, args=(child.run,), daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join()
    failed = [child for child in job.children if child.status == "FAILED"]
    reason = job.record.get("statusReason") or "Array Child Job failed"
    job.end(not failed, reason if failed else "Array Child Jobs succeeded")


def terminate_job(request):
    job = JOBS.get(request.get("jobId"))
    if job and job.status not in ENDED:
        job.terminate(request.get("reason", ""))
    return batch._json(200, {})


def describe_jobs(request):
    return batch._json(200, {"jobs": [described(JOBS[id]) for id in request.get("jobs", []) if id in JOBS]})


def described(job):
    if not job.children:
        return job.record
    summary = {}
    for child in job.children:
        summary[child.status] = summary.get(child.status, 0) + 1
    return {**job.record, "arrayProperties": {"size": len(job.children), "statusSummary": summary}}


def list_jobs(request):
    """Jobs of a queue in a state (RUNNING if none is named), or of all states that a filter lets through; or an array's
    children."""
    wanted = request.get("jobStatus", "RUNNING")
    filters = request.get("filters", [])
    array = request.get("arrayJobId")
    queue = request.get("jobQueue", "").split("/")[-1]
    found = []
    for job in list(JOBS.values()):
        if array:
            in_place = job.record["jobId"].startswith(f"{array}:")
        else:
            in_place = job.index is None and job.record["jobQueue"].split("/")[-1] == queue
        named = all(
            any(glob(value.lower(), job.record["jobName"].lower()) for value in each["values"])
            for each in filters
            if each["name"] == "JOB_NAME"
        )
        if in_place and named and (filters or job.status == wanted):
            found.append({key: job.record[key] for key in ("jobId", "jobArn", "jobName", "status", "createdAt")})
    return batch._json(200, {"jobSummaryList": found})


# What a state machine names in its own way: keys of these belong to the caller.
FREE_KEYS = ("Parameters", "Tags")


def camel(value):
    """Field names of a state machine as the service's API has them."""
    if isinstance(value, dict):
        return {
            key[:1].lower() + key[1:]: inner if key in FREE_KEYS else camel(inner) for key, inner in value.items()
        }
    return [camel(inner) for inner in value] if isinstance(value, list) else value


def pascal(value):
    """The other way around."""
    if isinstance(value, dict):
        result = {}
        for key, inner in value.items():
            name = key[:1].upper() + key[1:]
            result[name] = inner if name in FREE_KEYS else pascal(inner)
        return result
    return [pascal(inner) for inner in value] if isinstance(value, list) else value


def submit_from_state_machine(resource, parameters):
    status, _, body = submit_job(camel(parameters))
    answer = json.loads(body)
    if status >= 400:
        raise stepfunctions._ExecutionError("Batch.ClientException", answer.get("message", str(answer)))
    if not resource.endswith(".sync"):
        return pascal(answer)
    job = JOBS[answer["jobId"]]
    execution = stepfunctions._executions.get(EXECUTION.get()) or {}
    while job.status not in ENDED:
        # The service ends the job with the execution that waits for it.
        if execution.get("status", "RUNNING") != "RUNNING" and not job.cancelled.is_set():
            job.terminate("The execution that waits for the job was stopped")
        time.sleep(POLL_SECS)
    description = pascal(described(job))
    if job.status == "FAILED":
        raise stepfunctions._ExecutionError("States.TaskFailed", json.dumps(description))
    return description


_register_job_definition = batch._register_job_definition
_run_execution = stepfunctions._run_execution
# The execution whose state runs in this thread: ministack hands contexts on to its branches and iterations.
EXECUTION = contextvars.ContextVar("execution", default=None)


def run_execution(arn):
    EXECUTION.set(arn)
    _run_execution(arn)


def kill_all():
    """Ends the jobs that run: nobody waits for them any more."""
    for job in list(JOBS.values()):
        if job.process and job.process.poll() is None:
            job.signal(signal.SIGKILL)


def install():
    """Puts Batch into ministack."""
    os.makedirs(LOGS, exist_ok=True)
    batch._DISPATCH.update({
        "/v1/registerjobdefinition": register_job_definition,
        "/v1/submitjob": submit_job,
        "/v1/describejobs": describe_jobs,
        "/v1/listjobs": list_jobs,
        "/v1/terminatejob": terminate_job,
        "/v1/canceljob": terminate_job,
    })
    stepfunctions._run_execution = run_execution
    stepfunctions._SERVICE_DISPATCH["arn:aws:states:::batch:submitJob"] = submit_from_state_machine
