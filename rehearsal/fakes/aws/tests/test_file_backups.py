"""File systems with files, and their backups."""

from __future__ import annotations

import os
import unittest
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, REGION, emulator

FILE_SYSTEM = {"Type": "AWS::EFS::FileSystem", "Properties": {"Encrypted": True}}
ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/AWSBackupDefaultServiceRole"


def access_point(path: str, made: bool) -> dict[str, Any]:
    """An access point to a directory, which it makes when that is not there, or does not."""
    owner = str(os.getuid())
    directory: dict[str, Any] = {"Path": path}
    if made:
        directory["CreationInfo"] = {"OwnerUid": owner, "OwnerGid": str(os.getgid()), "Permissions": "0750"}
    properties = {"FileSystemId": {"Ref": "Files"}, "RootDirectory": directory}
    return {"Type": "AWS::EFS::AccessPoint", "Properties": properties}


class FileBackupTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.deploy(Content=access_point("/content", made=True))
        self.file_system = self.aws.resource("files", "Files")

    def tearDown(self) -> None:
        self.aws.delete("files")

    def deploy(self, **points: Any) -> None:
        self.assertIn("COMPLETE", self.aws.deploy("files", {"Files": FILE_SYSTEM, **points}))

    def shown(self, logical_id: str) -> Path:
        """What a node that mounts an access point sees."""
        folder = self.aws.folder / "standin" / "files" / self.file_system
        return folder / self.aws.resource("files", logical_id)

    def back_up(self) -> str:
        arn = f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/{self.file_system}"
        backup = self.aws.client("backup")
        backup.start_backup_job(BackupVaultName="any", ResourceArn=arn, IamRoleArn=ROLE)
        points = backup.list_recovery_points_by_resource(ResourceArn=arn)["RecoveryPoints"]
        return str(points[-1]["RecoveryPointArn"])

    def restore(self, point: str, **changed: str) -> dict[str, Any]:
        metadata = {
            "file-system-id": self.file_system,
            "newFileSystem": "false",
            "Encrypted": "true",
            "PerformanceMode": "generalPurpose",
            "CreationToken": "one",
            **changed,
        }
        backup = self.aws.client("backup")
        job = backup.start_restore_job(RecoveryPointArn=point, Metadata=metadata, IamRoleArn=ROLE)["RestoreJobId"]
        found: dict[str, Any] = backup.describe_restore_job(RestoreJobId=job)
        return found

    def restored(self) -> list[str]:
        root = self.aws.folder / "standin" / "files" / self.file_system / "root"
        return [one.name for one in root.iterdir() if one.name.startswith("aws-backup-restore_")]

    def test_an_access_point_shows_a_directory_that_it_makes(self) -> None:
        (self.shown("Content") / "picture").write_text("one")
        self.deploy(Content=access_point("/content", made=True), Same=access_point("/content", made=False))
        self.assertEqual((self.shown("Same") / "picture").read_text(), "one")

    def test_a_directory_that_is_not_there_is_not_made_unless_it_is_told_to(self) -> None:
        self.deploy(Content=access_point("/content", made=True), Other=access_point("/other", made=False))
        self.assertFalse(self.shown("Other").exists())

    def test_a_restore_puts_files_as_they_were_beside_what_lives(self) -> None:
        (self.shown("Content") / "picture").write_text("one")
        point = self.back_up()
        (self.shown("Content") / "picture").write_text("two")
        job = self.restore(point)
        self.assertEqual((job["Status"], "Directory" in str(job)), ("COMPLETED", False))
        (directory,) = self.restored()
        path = f"/{directory}/content"
        self.deploy(Content=access_point("/content", made=True), Restored=access_point(path, made=False))
        self.assertEqual((self.shown("Restored") / "picture").read_text(), "one")
        self.assertEqual((self.shown("Content") / "picture").read_text(), "two")

    def test_a_file_system_that_its_stack_left_is_backed_up_and_restored_into_another(self) -> None:
        kept = {**FILE_SYSTEM, "DeletionPolicy": "Retain"}
        self.aws.deploy("gone", {"Files": kept, "Content": access_point("/content", made=True)})
        left = self.aws.resource("gone", "Files")
        folder = self.aws.folder / "standin" / "files" / left / self.aws.resource("gone", "Content")
        (folder / "picture").write_text("one")
        self.aws.delete("gone")
        here, self.file_system = self.file_system, left
        point = self.back_up()
        self.file_system = here
        self.restore(point)
        (directory,) = self.restored()
        path = f"/{directory}/content"
        self.deploy(Content=access_point("/content", made=True), Restored=access_point(path, made=False))
        self.assertEqual((self.shown("Restored") / "picture").read_text(), "one")
        self.aws.client("efs").delete_file_system(FileSystemId=left)

    def test_a_restore_that_does_not_say_where_to_is_refused(self) -> None:
        point = self.back_up()
        with self.assertRaisesRegex(ClientError, "missing: CreationToken"):
            self.restore(point, CreationToken="")
        with self.assertRaisesRegex(ClientError, "into file systems that exist"):
            self.restore(point, newFileSystem="true")
        self.assertEqual(self.restored(), [])
