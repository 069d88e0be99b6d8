"""A lock of a vault after its date: nobody changes it any more."""

from __future__ import annotations

import json
import time
import unittest

from ministack.services import backup

from standin import backup_vaults


class FinalLockTest(unittest.TestCase):
    def setUp(self) -> None:
        backup._vaults["final"] = {"BackupVaultName": "final", "Locked": True, "LockDate": time.time() - 1}

    def tearDown(self) -> None:
        del backup._vaults["final"]

    def test_it_can_neither_be_changed_nor_taken_off(self) -> None:
        for status, _headers, body in (
            backup_vaults.put_lock("final", {"MinRetentionDays": 1}),
            backup_vaults.delete_lock("final"),
        ):
            self.assertEqual((status, json.loads(body)["__type"]), (400, "InvalidRequestException"))
