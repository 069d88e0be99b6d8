"""Start and end of the emulator's process."""

from __future__ import annotations

import os
import subprocess
import sys
import unittest
from pathlib import Path

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
