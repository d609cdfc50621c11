"""Tests of batch.py: a real ministack, real processes, and boto3 as the client."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

import boto3

HERE = os.path.dirname(os.path.abspath(__file__))
ACCOUNT = "123456789012"
LIMIT_SECS = 60
ENDED = ("SUCCEEDED", "FAILED")


def wait_for(found, what):
    """What `found` gives as soon as that is something."""
    end = time.monotonic() + LIMIT_SECS
    while time.monotonic() < end:
        result = found()
        if result:
            return result
        time.sleep(0.02)
    raise AssertionError(f"waited {LIMIT_SECS} s for {what}")


def answers(port):
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


class Batch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {
            **os.environ,
            "GATEWAY_PORT": str(port),
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "MINISTACK_REGION": "us-east-1",
            "S3_DATA_DIR": f"{cls.folder}/s3",
            "STATE_DIR": f"{cls.folder}/state",
            "TMPDIR": cls.folder,
            "LECTERN_BATCH_PROGRAMS": json.dumps({"shell": "/bin/sh"}),
            "LECTERN_BATCH_LOGS": f"{cls.folder}/jobs",
            "LECTERN_BATCH_FAULTS": f"{cls.folder}/faults.json",
        }
        with open(f"{cls.folder}/log", "wb") as log:
            server = subprocess.Popen(
                [sys.executable, f"{HERE}/emulator.py"], env=environment, stdout=log, stderr=log
            )
        # Cleanups run last first.
        cls.addClassCleanup(server.wait)
        cls.addClassCleanup(server.send_signal, signal.SIGKILL)
        wait_for(lambda: answers(port), "the emulator")

        def client(name):
            return boto3.client(
                name,
                endpoint_url=f"http://127.0.0.1:{port}",
                region_name="us-east-1",
                aws_access_key_id=ACCOUNT,
                aws_secret_access_key="emulated",
            )

        cls.batch, cls.machines = client("batch"), client("stepfunctions")
        cls.batch.create_compute_environment(computeEnvironmentName="hosts", type="MANAGED")
        cls.batch.create_job_queue(
            jobQueueName="work", priority=1, computeEnvironmentOrder=[{"order": 1, "computeEnvironment": "hosts"}]
        )
        cls.batch.register_job_definition(
            jobDefinitionName="shell",
            type="container",
            parameters={"greeting": "hello"},
            containerProperties={
                "image": "registry.example/shell:1",
                "environment": [{"name": "KEPT", "value": "kept"}, {"name": "OTHER", "value": "first"}],
            },
        )

    def submit(self, script, *arguments, name=None, environment=(), **more):
        """Submits a job that runs `script`; its id. The command's first word is the program's own name."""
        return self.batch.submit_job(
            jobName=name or f"job-{uuid.uuid4()}",
            jobQueue="work",
            jobDefinition="shell",
            containerOverrides={
                "command": ["sh", "-c", script, "sh", *arguments],
                "environment": [{"name": key, "value": value} for key, value in environment],
            },
            **more,
        )["jobId"]

    def job(self, job_id):
        return self.batch.describe_jobs(jobs=[job_id])["jobs"][0]

    def in_state(self, job_id, *states):
        return wait_for(
            lambda: next((job for job in [self.job(job_id)] if job["status"] in states), None), f"{job_id} in {states}"
        )

    def exit_codes(self, job):
        return [attempt["container"].get("exitCode") for attempt in job["attempts"]]

    def test_a_job_gets_its_parameters_and_environment(self):
        output = f"{self.folder}/{uuid.uuid4()}"
        job = self.submit(
            f'echo "$1 $2 $KEPT $OTHER $AWS_BATCH_JOB_ATTEMPT $AWS_BATCH_JQ_NAME" > {output}',
            "Ref::greeting",
            "Ref::who",
            parameters={"who": "you"},
            environment=[("OTHER", "second")],
        )
        self.assertEqual(self.in_state(job, *ENDED)["status"], "SUCCEEDED")
        with open(output, encoding="utf-8") as file:
            self.assertEqual(file.read(), "hello you kept second 1 work\n")

    def test_an_array_runs_every_index_and_fails_with_one_child(self):
        for failing, expected in (("none", "SUCCEEDED"), ("2", "FAILED")):
            job = self.submit(f'[ "$AWS_BATCH_JOB_ARRAY_INDEX" != {failing} ]', arrayProperties={"size": 5})
            parent = self.in_state(job, *ENDED)
            self.assertEqual(parent["status"], expected)
            summary = {state: count for state, count in parent["arrayProperties"]["statusSummary"].items() if count}
            self.assertEqual(summary, {"SUCCEEDED": 5} if failing == "none" else {"SUCCEEDED": 4, "FAILED": 1})
            codes = [self.exit_codes(self.job(f"{job}:{index}")) for index in range(5)]
            self.assertEqual(codes, [[1] if str(index) == failing else [0] for index in range(5)])

    def test_array_sizes_are_bounded(self):
        for size in (1, 10_001):
            with self.assertRaises(self.batch.exceptions.ClientException):
                self.submit("true", arrayProperties={"size": size})

    def test_the_first_condition_that_matches_decides_on_another_attempt(self):
        retry, leave = {"onExitCode": "75", "action": "retry"}, {"onReason": "*", "action": "EXIT"}
        for conditions, code, attempts in (
            ([], 1, 3),
            ([retry, leave], 75, 3),
            ([retry, leave], 1, 1),
            ([leave, retry], 75, 1),
            ([{"onExitCode": "7*", "action": "exit"}], 75, 1),
            ([{"onExitCode": "7*", "action": "exit"}], 8, 3),
            ([{"onStatusReason": "Essential*", "action": "EXIT"}], 1, 1),
            ([{"onStatusReason": "Host EC2*", "onExitCode": "1", "action": "EXIT"}], 1, 3),
        ):
            with self.subTest(conditions=conditions, code=code):
                strategy = {"attempts": 3, "evaluateOnExit": conditions}
                job = self.in_state(self.submit(f"exit {code}", retryStrategy=strategy), *ENDED)
                self.assertEqual((job["status"], self.exit_codes(job)), ("FAILED", [code] * attempts))

    def test_a_job_waits_for_what_it_depends_on(self):
        gate = f"{self.folder}/{uuid.uuid4()}"
        os.mkfifo(gate)
        first = self.submit(f"read line < {gate}; exit 1")
        second = self.submit("true", dependsOn=[{"jobId": first}])
        self.in_state(first, "RUNNING")
        self.in_state(second, "PENDING")
        with open(gate, "w", encoding="utf-8") as file:
            file.write("go\n")
        self.assertEqual(self.in_state(second, *ENDED)["status"], "FAILED")
        self.assertEqual(self.job(second)["attempts"], [])

    def test_terminating_an_array_ends_its_children(self):
        job = self.submit("exec sleep 600", arrayProperties={"size": 3}, retryStrategy={"attempts": 3})
        self.in_state(f"{job}:0", "RUNNING", "RUNNABLE")
        self.batch.terminate_job(jobId=job, reason="enough")
        parent = self.in_state(job, *ENDED)
        self.assertEqual((parent["status"], parent["statusReason"]), ("FAILED", "enough"))
        self.assertEqual({self.job(f"{job}:{index}")["status"] for index in range(3)}, {"FAILED"})

    def test_a_job_that_ignores_the_request_to_end_is_killed(self):
        started = f"{self.folder}/{uuid.uuid4()}"
        job = self.submit(f"trap '' TERM; : > {started}; while :; do sleep 1; done")
        wait_for(lambda: os.path.exists(started), "the job's start")
        self.batch.terminate_job(jobId=job, reason="enough")
        self.assertEqual(self.exit_codes(self.in_state(job, *ENDED)), [137])

    def test_an_attempt_that_takes_too_long_is_killed(self):
        job = self.submit("exec sleep 600", timeout={"attemptDurationSeconds": 1})
        self.assertEqual(self.exit_codes(self.in_state(job, *ENDED)), [137])

    def test_a_lost_host_is_another_attempt(self):
        name, done = f"lost-{uuid.uuid4()}", f"{self.folder}/{uuid.uuid4()}"
        with open(f"{self.folder}/faults.json", "w", encoding="utf-8") as file:
            json.dump({"lost": {name: 1}}, file)
        job = self.submit(
            f"[ $AWS_BATCH_JOB_ATTEMPT = 1 ] && while :; do :; done; : > {done}",
            name=name,
            retryStrategy={"attempts": 2, "evaluateOnExit": [{"onStatusReason": "Host EC2*", "action": "RETRY"}]},
        )
        ended = self.in_state(job, *ENDED)
        self.assertEqual((ended["status"], self.exit_codes(ended)), ("SUCCEEDED", [None, 0]))
        self.assertTrue(os.path.exists(done))

    def execute(self, script):
        """Starts an execution of one state that waits for a job; its ARN, and the job's name."""
        name = f"machine-{uuid.uuid4()}"
        parameters = {
            "JobName": name,
            "JobQueue": "work",
            "JobDefinition": "shell",
            "Parameters": {"camelCase": "kept"},
            "ContainerOverrides": {"Command": ["sh", "-c", script]},
        }
        state = {"Type": "Task", "Resource": "arn:aws:states:::batch:submitJob.sync", "Parameters": parameters, "End": True}
        machine = self.machines.create_state_machine(
            name=name,
            roleArn=f"arn:aws:iam::{ACCOUNT}:role/any",
            definition=json.dumps({"StartAt": "Work", "States": {"Work": state}}),
        )["stateMachineArn"]
        return self.machines.start_execution(stateMachineArn=machine)["executionArn"], name

    def execution_ended(self, arn):
        return wait_for(
            lambda: next(
                (each for each in [self.machines.describe_execution(executionArn=arn)] if each["status"] != "RUNNING"), None
            ),
            "the execution's end",
        )

    def test_a_state_machine_gets_the_job_or_its_failure(self):
        ended = self.execution_ended(self.execute("true")[0])
        self.assertEqual(ended["status"], "SUCCEEDED")
        job = json.loads(ended["output"])
        self.assertEqual((job["Status"], job["Container"]["ExitCode"]), ("SUCCEEDED", 0))
        self.assertEqual(job["Parameters"], {"greeting": "hello", "camelCase": "kept"})
        ended = self.execution_ended(self.execute("exit 9")[0])
        self.assertEqual((ended["status"], ended["error"]), ("FAILED", "States.TaskFailed"))
        self.assertEqual(json.loads(ended["cause"])["Attempts"][0]["Container"]["ExitCode"], 9)

    def test_stopping_an_execution_ends_its_job(self):
        execution, name = self.execute("exec sleep 600")

        def running():
            jobs = self.batch.list_jobs(jobQueue="work", filters=[{"name": "JOB_NAME", "values": [name]}])
            return next((each["jobId"] for each in jobs["jobSummaryList"] if each["status"] == "RUNNING"), None)

        job = wait_for(running, "the job of the execution")
        self.machines.stop_execution(executionArn=execution)
        self.assertEqual(self.in_state(job, *ENDED)["status"], "FAILED")


if __name__ == "__main__":
    # The tests of one class share an emulator, so they are counted by unittest's own result.
    outcome = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Batch))
    failed = len({case.id().split(" ")[0] for case, _ in outcome.failures + outcome.errors})
    print(f"{max(outcome.testsRun - failed, 0)} passed, {failed} failed")
    sys.exit(bool(failed))
