"""One real stand-in for all tests of a run: serve.py as a process, TLS and IAM on, with the fake sandbox."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from functools import cache
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests.fake_sandbox import FakeSandbox

ACCOUNT = "123456789012"
REGION = "eu-west-1"
_FOLDER = Path(__file__).resolve().parent.parent
_START_TIMEOUT = 60.0
_STACK_TIMEOUT = 60.0

# With all that Python 3.13 and newer want in a certificate.
_MAKE_CERTIFICATES = """
set -eu
new="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
usage=keyUsage=critical,keyCertSign,cRLSign
openssl req -x509 $new -keyout ca.key -out ca.pem -days 2 -subj /CN=test-ca -addext $usage
openssl req $new -keyout key.pem -out leaf.csr -subj /CN=stand-in
cat > leaf.ext <<END
subjectAltName=IP:127.0.0.1
basicConstraints=CA:FALSE
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
END
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out certificate.pem -extfile leaf.ext
"""


class Emulator:
    """A running stand-in."""

    def __init__(self, databases: bool = False) -> None:
        self._temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self._temporary.name)
        script = ["sh", "-c", _MAKE_CERTIFICATES]
        subprocess.run(script, cwd=self.folder, check=True, capture_output=True, timeout=120)
        (self.folder / "modules").mkdir()
        self.sandbox = FakeSandbox(self.folder)
        self.url = f"https://127.0.0.1:{_free_port()}"
        self._clients: dict[tuple[Any, ...], Any] = {}
        with (self.folder / "log").open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(_FOLDER / "serve.py")],
                env={**os.environ, **self._environment(databases)},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._wait_until_ready()

    def _environment(self, databases: bool) -> dict[str, str]:
        return {
            "REHEARSAL_AWS_PORT": self.url.rpartition(":")[2],
            "REHEARSAL_AWS_ACCOUNT": ACCOUNT,
            "REHEARSAL_AWS_REGION": REGION,
            "REHEARSAL_CA": str(self.folder / "ca.pem"),
            "REHEARSAL_AWS_CERTIFICATE": str(self.folder / "certificate.pem"),
            "REHEARSAL_AWS_KEY": str(self.folder / "key.pem"),
            "REHEARSAL_AWS_FOLDER": str(self.folder / "standin"),
            "REHEARSAL_CLUSTERS_URL": self.sandbox.url,
            "REHEARSAL_DATABASES_URL": self.sandbox.url if databases else "",
            "REHEARSAL_KUBECTL": str(self.sandbox.kubectl),
            "REHEARSAL_LAMBDA_MODULES": str(self.folder / "modules"),
        }

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_TIMEOUT
        assert self.process.stdout is not None
        while time.monotonic() < deadline:
            line = self.process.stdout.readline()
            if line.startswith("ready "):
                return
            if not line:
                break
        self.stop()
        raise RuntimeError(f"the stand-in did not start: {(self.folder / 'log').read_text()[-2000:]}")

    def stop(self) -> int:
        """Ends it as the rehearsal does and gives its exit code."""
        for client in self._clients.values():
            client.close()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=120)
        if self.process.stdout:
            self.process.stdout.close()
        self.sandbox.stop()
        return code

    def clean(self) -> None:
        """Removes its folder."""
        self._temporary.cleanup()

    def client(self, service: str, credentials: dict[str, str] | None = None, region: str = REGION) -> Any:
        """A client of a service, by default as the account's root. Kept: making one takes longer than its call."""
        keys = credentials or {"accessKeyId": "test", "secretAccessKey": "test", "sessionToken": ""}
        known = (service, region, *sorted(keys.items()))
        if known not in self._clients:
            self._clients[known] = self._new_client(service, keys, region)
        return self._clients[known]

    def _new_client(self, service: str, keys: dict[str, str], region: str) -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.url,
            verify=str(self.folder / "ca.pem"),
            aws_access_key_id=keys["accessKeyId"],
            aws_secret_access_key=keys["secretAccessKey"],
            aws_session_token=keys["sessionToken"] or None,
            config=Config(retries={"total_max_attempts": 1}, read_timeout=60, proxies={}),
        )

    def assumed(self, role: str) -> dict[str, str]:
        """Credentials of a role, for `client`."""
        arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
        found = self.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        return {
            "accessKeyId": found["AccessKeyId"],
            "secretAccessKey": found["SecretAccessKey"],
            "sessionToken": found["SessionToken"],
        }

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """One request to a path of the stand-in's own."""
        trust = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        connection = HTTPSConnection(self.url.removeprefix("https://"), context=trust, timeout=120)
        try:
            connection.request(method, f"/_rehearsal/{path}", None if body is None else json.dumps(body))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def deploy(self, stack: str, resources: dict[str, Any], outputs: dict[str, Any] | None = None) -> str:
        """Creates or updates a stack; gives its final status."""
        cloudformation = self.client("cloudformation")
        template: dict[str, Any] = {"Resources": resources}
        if outputs:
            template["Outputs"] = {name: {"Value": value} for name, value in outputs.items()}
        exists = any(s["StackName"] == stack for s in self.stacks())
        change = cloudformation.update_stack if exists else cloudformation.create_stack
        change(StackName=stack, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_NAMED_IAM"])
        return self.settled(stack)

    def stacks(self) -> list[dict[str, Any]]:
        """All stacks that exist."""
        found: list[dict[str, Any]] = self.client("cloudformation").describe_stacks()["Stacks"]
        return found

    def delete(self, stack: str) -> str:
        """Deletes a stack; gives its final status."""
        identifier = next(s["StackId"] for s in self.stacks() if s["StackName"] == stack)
        self.client("cloudformation").delete_stack(StackName=stack)
        return self.settled(identifier)

    def settled(self, stack: str) -> str:
        """Waits for an operation's end; gives the stack's status."""
        deadline = time.monotonic() + _STACK_TIMEOUT
        while time.monotonic() < deadline:
            status = str(self.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])
            if not status.endswith("IN_PROGRESS"):
                return status
            time.sleep(0.05)
        raise TimeoutError(f"{stack} did not settle within {_STACK_TIMEOUT:g} s")

    def reasons(self, stack: str) -> list[str]:
        """Why resources of a stack failed."""
        events = self.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
        return [e["ResourceStatusReason"] for e in events if e["ResourceStatus"].endswith("_FAILED")]

    def resource(self, stack: str, logical_id: str) -> str:
        """The physical id of a resource."""
        found = self.client("cloudformation").describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)
        return str(found["StackResourceDetail"]["PhysicalResourceId"])

    def outputs(self, stack: str) -> dict[str, str]:
        """The outputs of a stack."""
        found = self.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


@cache
def emulator() -> Emulator:
    """The one that all tests of this process share."""
    running = Emulator(databases=True)
    atexit.register(running.clean)
    atexit.register(running.stop)
    return running


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
