"""Vaults of AWS Backup, and what their locks refuse."""

from __future__ import annotations

import os
import unittest
from typing import Any

from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, REGION, emulator

ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/AWSBackupDefaultServiceRole"
FILES = {"Type": "AWS::EFS::FileSystem", "Properties": {"Encrypted": True}}
OWNER = {"OwnerUid": str(os.getuid()), "OwnerGid": str(os.getgid()), "Permissions": "0750"}
#: A file system has a directory once something shows it.
SHOWN = {
    "Type": "AWS::EFS::AccessPoint",
    "Properties": {"FileSystemId": {"Ref": "Files"}, "RootDirectory": {"Path": "/content", "CreationInfo": OWNER}},
}
VAULT = "blog-vault-1"


def vault(**lock: int) -> dict[str, Any]:
    """A vault, with a lock unless that is empty."""
    properties: dict[str, Any] = {"BackupVaultName": VAULT, **({"LockConfiguration": lock} if lock else {})}
    return {"Type": "AWS::Backup::BackupVault", "Properties": properties}


class BackupVaultTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.backup = self.aws.client("backup")

    def tearDown(self) -> None:
        vaults = {one["BackupVaultName"] for one in self.backup.list_backup_vaults()["BackupVaultList"]}
        if VAULT in vaults:
            self.backup.delete_backup_vault_lock_configuration(BackupVaultName=VAULT)
            for point in self.points():
                self.backup.delete_recovery_point(BackupVaultName=VAULT, RecoveryPointArn=point)
        self.aws.delete("vaults")

    def deploy(self, **lock: int) -> None:
        self.assertIn("COMPLETE", self.aws.deploy("vaults", {"Files": FILES, "Shown": SHOWN, "Vault": vault(**lock)}))

    def points(self) -> list[str]:
        listed = self.backup.list_recovery_points_by_backup_vault(BackupVaultName=VAULT)["RecoveryPoints"]
        return [str(one["RecoveryPointArn"]) for one in listed]

    def back_up(self) -> str:
        file_system = self.aws.resource("vaults", "Files")
        arn = f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/{file_system}"
        self.backup.start_backup_job(
            BackupVaultName=VAULT, ResourceArn=arn, IamRoleArn=ROLE, Lifecycle={"DeleteAfterDays": 35}
        )
        return self.points()[-1]

    def refused(self, words: str) -> Any:
        return self.assertRaisesRegex(ClientError, words)

    def test_a_lock_of_a_template_shows_and_lets_nobody_delete_a_copy(self) -> None:
        self.deploy(MinRetentionDays=30)
        shown = self.backup.describe_backup_vault(BackupVaultName=VAULT)
        self.assertEqual((shown["Locked"], shown["MinRetentionDays"], "LockDate" in shown), (True, 30, False))
        point = self.back_up()
        with self.refused("AccessDeniedException"):
            self.backup.delete_recovery_point(BackupVaultName=VAULT, RecoveryPointArn=point)
        self.backup.delete_backup_vault_lock_configuration(BackupVaultName=VAULT)
        self.backup.delete_recovery_point(BackupVaultName=VAULT, RecoveryPointArn=point)
        self.assertEqual(self.points(), [])

    def test_a_vault_that_holds_copies_is_not_deleted(self) -> None:
        self.deploy(MinRetentionDays=30)
        self.back_up()
        with self.refused("contains recovery points"):
            self.backup.delete_backup_vault(BackupVaultName=VAULT)
        self.assertEqual(self.aws.delete("vaults"), "DELETE_FAILED")

    def test_a_lock_that_becomes_final_can_be_taken_off_until_then(self) -> None:
        self.deploy(MinRetentionDays=30, ChangeableForDays=3)
        shown = self.backup.describe_backup_vault(BackupVaultName=VAULT)
        self.assertAlmostEqual((shown["LockDate"] - shown["CreationDate"]).total_seconds() / 86400, 3, places=2)
        self.backup.delete_backup_vault_lock_configuration(BackupVaultName=VAULT)
        self.assertFalse(self.backup.describe_backup_vault(BackupVaultName=VAULT)["Locked"])

    def test_a_lock_that_could_become_final_within_three_days_is_refused(self) -> None:
        self.deploy()
        with self.refused("ChangeableForDays 2"):
            self.backup.put_backup_vault_lock_configuration(BackupVaultName=VAULT, ChangeableForDays=2)

    def test_a_lock_without_a_retention_that_fits_it_is_refused(self) -> None:
        self.deploy()
        with self.refused("MinRetentionDays 30 is above 7"):
            self.backup.put_backup_vault_lock_configuration(
                BackupVaultName=VAULT, MinRetentionDays=30, MaxRetentionDays=7
            )

    def test_a_copy_tells_when_it_goes_by_itself(self) -> None:
        self.deploy(MinRetentionDays=30)
        self.back_up()
        (point,) = self.backup.list_recovery_points_by_backup_vault(BackupVaultName=VAULT)["RecoveryPoints"]
        kept = point["CalculatedLifecycle"]["DeleteAt"] - point["CreationDate"]
        self.assertEqual(round(kept.total_seconds() / 86400), 35)
