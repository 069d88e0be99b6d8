"""Whom the tests' stand-in for AWS is trusted by."""

from __future__ import annotations

import socket
import ssl
import unittest

from tests.emulator import emulator


class CertificatesTest(unittest.TestCase):
    def test_python_3_13_which_checks_certificates_by_the_letter_trusts_the_stand_in(self) -> None:
        aws = emulator()
        trust = ssl.create_default_context(cafile=str(aws.folder / "ca.pem"))
        trust.verify_flags |= ssl.VERIFY_X509_STRICT
        port = int(aws.url.rpartition(":")[2])
        with (
            socket.create_connection(("127.0.0.1", port), timeout=60) as bare,
            trust.wrap_socket(bare, server_hostname="127.0.0.1") as secured,
        ):
            self.assertIsNotNone(secured.getpeercert())
