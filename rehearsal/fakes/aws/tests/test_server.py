"""Start and end of the emulator's process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import unittest
from pathlib import Path

from standin.processes import descendants
from tests.emulator import Emulator

SERVE = Path(__file__).resolve().parent.parent / "serve.py"


class ServerTest(unittest.TestCase):
    def test_the_end_leaves_no_process_and_no_temporary_file(self) -> None:
        aws = Emulator()
        self.addCleanup(aws.clean)
        temporary = aws.folder / "standin" / "tmp"
        self.assertTrue(temporary.is_dir())
        self.assertEqual(aws.ask("GET", "health"), (200, {"status": "ready"}))
        self.assertEqual(aws.ask("GET", "nothing")[0], 404)
        self.assertEqual(aws.stop(), 0)
        self.assertFalse(temporary.exists())

    def test_the_end_does_not_wait_for_a_function_that_sleeps(self) -> None:
        aws = Emulator()
        self.addCleanup(aws.clean)
        code = "import subprocess\ndef handler(event, context):\n    subprocess.run(['sleep', '987'])\n"
        trusted = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        policy = {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trusted]}}
        function = {
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Timeout": 300,
            "Code": {"ZipFile": code},
        }
        resources = {
            "Role": {"Type": "AWS::IAM::Role", "Properties": policy},
            "Sleeper": {"Type": "AWS::Lambda::Function", "Properties": function},
            "Custom": {"Type": "Custom::Sleep", "Properties": {"ServiceToken": {"Fn::GetAtt": ["Sleeper", "Arn"]}}},
        }
        body = json.dumps({"Resources": resources})
        aws.client("cloudformation").create_stack(StackName="s", TemplateBody=body, Capabilities=["CAPABILITY_IAM"])
        folder = aws.folder / "standin" / "tmp"
        deadline = time.monotonic() + 60
        while not self.sleepers(aws) and time.monotonic() < deadline:
            time.sleep(0.1)
        sleepers = self.sleepers(aws)
        self.assertEqual(len(sleepers), 1, "the function runs")
        began = time.monotonic()
        self.assertEqual(aws.stop(), 0)
        self.assertLess(time.monotonic() - began, 15)
        self.assertFalse(folder.exists())
        self.assertFalse(Path(f"/proc/{sleepers[0]}").exists(), "what the function started has ended")

    def sleepers(self, aws: Emulator) -> list[int]:
        found = descendants(aws.process.pid)
        return [process for process in found if b"987" in Path(f"/proc/{process}/cmdline").read_bytes()]

    def test_a_port_that_is_taken_is_said(self) -> None:
        first = Emulator()
        self.addCleanup(first.clean)
        self.addCleanup(first.stop)
        environment = {**os.environ, **first._environment(False), "REHEARSAL_AWS_FOLDER": str(first.folder / "second")}
        done = subprocess.run(
            [sys.executable, str(SERVE)], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"does not answer at https://127.0.0.1:\d+: is the port free\?")

    def test_a_missing_setting_is_said_in_one_line(self) -> None:
        done = subprocess.run(
            [sys.executable, str(SERVE)], env={}, capture_output=True, text=True, timeout=60, check=False
        )
        self.assertEqual((done.returncode, done.stderr.count("\n")), (2, 1))
