"""Deploys the synthesized stacks into the emulator.

  deploy.py ENDPOINT TEMPLATES PACKAGES

TEMPLATES is the output folder of `infra/cdk` with the context `local=1`; PACKAGES holds the functions as folders (see
functions/package.sh). Prints, as JSON, where everything is.

What the emulator does not know is left out of the templates by `infra/cdk/lib/local.ts`; Batch's queues and definitions are
made here through its API instead, as `infra/cdk/lib/batch-stack.ts` would.
"""

import io
import json
import os
import sys
import zipfile

import boto3

ACCOUNT = os.environ.get("MINISTACK_ACCOUNT_ID", "123456789012")
REGION = os.environ.get("MINISTACK_REGION", "us-east-1")

# The address that the templates are synthesized with, of HTTP and WebSocket; each emulator has its own.
SYNTHESIZED_ADDRESS = "127.0.0.1:4566"
CODE_BUCKET = "lectern-functions"
PARAMETERS = {
    "JwtIssuer": os.environ.get("LECTERN_JWT_ISSUER", ""),
    "JwtAudience": os.environ.get("LECTERN_JWT_AUDIENCE", ""),
    "JwtSecret": os.environ.get("LECTERN_JWT_SECRET", ""),
    "AlertsEmail": "operators@example.com",
}
JOBS = ("render", "composite")

# What tests would otherwise wait for: few films fill a queue, and a message that cannot be handled comes again at once.
IMPATIENT = {"LECTERN_QUEUE_LIMIT": "4", "LECTERN_RETRY_SECS": "0"}

# As in infra/cdk/lib/batch-stack.ts, whose test holds the two equal.
RETRY_STRATEGY = {
    "attempts": 3,
    "evaluateOnExit": [
        {"onStatusReason": "Host EC2*", "action": "RETRY"},
        {"onExitCode": "75", "action": "RETRY"},
        {"onExitCode": "137", "action": "RETRY"},
        {"onExitCode": "143", "action": "RETRY"},
        {"onReason": "*", "action": "EXIT"},
    ],
}


def main(endpoint, templates, packages):
    client = lambda name: boto3.client(
        name,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id=ACCOUNT,
        aws_secret_access_key="emulated",
    )
    upload_functions(client("s3"), packages)
    cloudformation = client("cloudformation")
    outputs = {}
    for stack in stacks(templates):
        outputs.update(create(cloudformation, client("s3"), endpoint, templates, stack))
    environment = function_environment(client("lambda"))
    make_batch(client("batch"), environment)
    print(json.dumps({"outputs": outputs, "environment": environment}, indent=2))


def upload_functions(s3, packages):
    s3.create_bucket(Bucket=CODE_BUCKET)
    for name in sorted(os.listdir(packages)):
        folder = os.path.join(packages, name)
        if os.path.exists(os.path.join(folder, "bootstrap")):
            s3.put_object(Bucket=CODE_BUCKET, Key=f"{name}.zip", Body=zipped(folder))


def zipped(folder):
    """The folder as a zip. Not compressed: the emulator unpacks it at once."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        for root, _, files in os.walk(folder):
            for file in files:
                path = os.path.join(root, file)
                archive.write(path, os.path.relpath(path, folder))
    return data.getvalue()


def stacks(templates):
    """The stacks, each after those that it depends on."""
    with open(os.path.join(templates, "manifest.json"), encoding="utf-8") as file:
        artifacts = json.load(file)["artifacts"]
    found = {name: each for name, each in artifacts.items() if each["type"] == "aws:cloudformation:stack"}
    ordered = []

    def visit(name):
        if name in found and name not in ordered:
            for dependency in found[name].get("dependencies", []):
                visit(dependency)
            ordered.append(name)

    for name in found:
        visit(name)
    return ordered


def create(cloudformation, s3, endpoint, templates, name):
    with open(os.path.join(templates, f"{name}.template.json"), encoding="utf-8") as file:
        template = json.loads(file.read().replace(SYNTHESIZED_ADDRESS, endpoint.removeprefix("http://")))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::ApiGatewayV2::Authorizer":
            # The emulator assumes the header Authorization where none is named; AWS assumes none.
            resource["Properties"].setdefault("IdentitySource", [])
        if resource["Type"] == "AWS::Lambda::Function":
            variables = resource["Properties"].get("Environment", {}).get("Variables", {})
            variables.update({name: value for name, value in IMPATIENT.items() if "LECTERN_TABLE" in variables})
    body = json.dumps(template)
    parameters = [
        {"ParameterKey": key, "ParameterValue": PARAMETERS[key]}
        for key in template.get("Parameters", {})
        if key in PARAMETERS
    ]
    # By address: a template in the request itself has at most 51,200 bytes.
    key = f"templates/{name}.json"
    s3.put_object(Bucket=CODE_BUCKET, Key=key, Body=body.encode())
    cloudformation.create_stack(
        StackName=name,
        TemplateURL=f"{endpoint}/{CODE_BUCKET}/{key}",
        Parameters=parameters,
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 120}
    )
    described = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def function_environment(functions):
    """What the function `publish` is told: the names of all parts."""
    return functions.get_function_configuration(FunctionName="lectern-dev-publish")["Environment"]["Variables"]


def make_batch(batch, environment):
    for job in JOBS:
        name = f"lectern-{job}"
        batch.create_compute_environment(computeEnvironmentName=name, type="MANAGED")
        order = [{"order": 1, "computeEnvironment": name}]
        batch.create_job_queue(jobQueueName=name, priority=1, computeEnvironmentOrder=order)
        batch.register_job_definition(
            jobDefinitionName=name,
            type="container",
            containerProperties={
                "image": f"lectern/{job}:latest",
                "environment": [{"name": key, "value": value} for key, value in environment.items()],
            },
            retryStrategy=RETRY_STRATEGY,
            timeout={"attemptDurationSeconds": 3600},
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
