"""A snapshot and a backup on their way to another account, and what AWS refuses on it."""

from __future__ import annotations

import json
import time
import unittest
from typing import Any

from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, REGION, emulator
from tests.test_clusters import BASE, trust
from tests.test_databases import managed
from tests.test_file_backups import FILE_SYSTEM, ROLE, access_point

OTHER = "444455556666"
#: The root of the other account, as MiniStack knows accounts.
KEYS = {"accessKeyId": OTHER, "secretAccessKey": "test", "sessionToken": ""}
USE = ["kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant"]


def _root(account: str) -> dict[str, str]:
    return {"AWS": f"arn:aws:iam::{account}:root"}


class SharedSnapshotTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.aws.deploy("shared", managed("Delete", StorageEncrypted=True))
        self.rds, self.there = self.aws.client("rds"), self.aws.client("rds", KEYS)
        self.aws.client("kms", KEYS).describe_key(KeyId="alias/aws/rds")
        self.rds.create_db_snapshot(
            DBInstanceIdentifier=self.aws.resource("shared", "Database"), DBSnapshotIdentifier="blog-last"
        )

    def tearDown(self) -> None:
        self.aws.delete("shared")
        for rds in (self.rds, self.there):
            for one in rds.describe_db_snapshots()["DBSnapshots"]:
                rds.delete_db_snapshot(DBSnapshotIdentifier=one["DBSnapshotIdentifier"])

    def under_own_key(self, *actions: str) -> dict[str, Any]:
        """A copy under a key that lets the other account do so much, shared with it."""
        allow = {"Effect": "Allow", "Resource": "*"}
        statements = [{**allow, "Principal": _root(ACCOUNT), "Action": "kms:*"}]
        statements.append({**allow, "Principal": _root(OTHER), "Action": list(actions)})
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        key = self.aws.client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]
        copied: dict[str, Any] = self.rds.copy_db_snapshot(
            SourceDBSnapshotIdentifier="blog-last", TargetDBSnapshotIdentifier="blog-moves", KmsKeyId=key
        )["DBSnapshot"]
        self.share("blog-moves")
        return copied

    def share(self, name: str, account: str = OTHER) -> None:
        self.rds.modify_db_snapshot_attribute(DBSnapshotIdentifier=name, AttributeName="restore", ValuesToAdd=[account])

    def copy_there(self, **changed: str) -> dict[str, Any]:
        arn = f"arn:aws:rds:{REGION}:{ACCOUNT}:snapshot:blog-moves"
        asked = {"KmsKeyId": "alias/aws/rds", "TargetDBSnapshotIdentifier": "blog-moved", **changed}
        found: dict[str, Any] = self.there.copy_db_snapshot(SourceDBSnapshotIdentifier=arn, **asked)["DBSnapshot"]
        return found

    def test_the_default_key_is_not_shared(self) -> None:
        with self.assertRaisesRegex(ClientError, "default key of RDS is not shared"):
            self.share("blog-last")

    def test_a_copy_there_has_the_data_and_its_moment_under_a_key_of_that_account(self) -> None:
        source = self.under_own_key(*USE)
        copied = self.copy_there()
        for same in ("DbiResourceId", "DBInstanceIdentifier", "OriginalSnapshotCreateTime"):
            self.assertEqual(copied[same], source[same], same)
        self.assertEqual(copied["KmsKeyId"], "alias/aws/rds")
        self.assertIn(f":{OTHER}:snapshot:blog-moved", copied["DBSnapshotArn"])

    def test_the_default_key_is_in_an_account_once_somebody_described_it(self) -> None:
        third = {**KEYS, "accessKeyId": "777788889999"}
        self.under_own_key(*USE)
        self.share("blog-moves", third["accessKeyId"])
        self.there = self.aws.client("rds", third)
        with self.assertRaisesRegex(ClientError, "there is no key alias/aws/rds"):
            self.copy_there()
        described = self.aws.client("kms", third).describe_key(KeyId="alias/aws/rds")["KeyMetadata"]
        self.assertEqual(described["KeyManager"], "AWS")
        with self.assertRaisesRegex(ClientError, "its key lets this account not do"):
            self.copy_there()

    def test_one_that_nobody_shares_is_not_found(self) -> None:
        with self.assertRaisesRegex(ClientError, "DBSnapshotNotFound"):
            self.copy_there()

    def test_a_key_that_lets_the_other_account_not_use_it_is_told(self) -> None:
        self.under_own_key("kms:DescribeKey")
        with self.assertRaisesRegex(ClientError, "KMSKeyNotAccessible"):
            self.copy_there()

    def test_it_takes_a_key_of_the_account_that_it_is_copied_to(self) -> None:
        self.under_own_key(*USE)
        with self.assertRaisesRegex(ClientError, "takes a KmsKeyId"):
            self.copy_there(KmsKeyId="")


class CopiedBackupTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.aws.deploy("files", {"Files": FILE_SYSTEM, "Content": access_point("/content", made=True)})
        self.backup, self.there = self.aws.client("backup"), self.aws.client("backup", KEYS)
        self.resource = (
            f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/{self.aws.resource('files', 'Files')}"
        )
        self.backup.start_backup_job(BackupVaultName="any", ResourceArn=self.resource, IamRoleArn=ROLE)
        points = self.backup.list_recovery_points_by_resource(ResourceArn=self.resource)["RecoveryPoints"]
        self.point = points[-1]["RecoveryPointArn"]
        self.there.create_backup_vault(BackupVaultName="blog-moved")
        self.enable("true")

    def tearDown(self) -> None:
        self.aws.delete("files")
        for one in self.copies():
            self.there.delete_recovery_point(BackupVaultName="blog-moved", RecoveryPointArn=one["RecoveryPointArn"])
        self.there.delete_backup_vault(BackupVaultName="blog-moved")
        self.enable("false")

    def enable(self, value: str) -> None:
        self.backup.update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": value})

    def admit(self, account: str) -> None:
        allow = {
            "Effect": "Allow",
            "Principal": _root(account),
            "Action": "backup:CopyIntoBackupVault",
            "Resource": "*",
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        self.there.put_backup_vault_access_policy(BackupVaultName="blog-moved", Policy=policy)

    def copies(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.there.list_recovery_points_by_backup_vault(BackupVaultName="blog-moved")[
            "RecoveryPoints"
        ]
        return found

    def copy(self, vault: str = "blog-moved") -> str:
        arn = f"arn:aws:backup:{REGION}:{OTHER}:backup-vault:{vault}"
        job = self.backup.start_copy_job(
            RecoveryPointArn=self.point, SourceBackupVaultName="any", DestinationBackupVaultArn=arn, IamRoleArn=ROLE
        )["CopyJobId"]
        return str(self.backup.describe_copy_job(CopyJobId=job)["CopyJob"]["State"])

    def test_a_backup_is_copied_into_a_vault_that_admits_the_account(self) -> None:
        self.admit(ACCOUNT)
        self.assertEqual(self.copy(), "COMPLETED")
        (copied,) = self.copies()
        self.assertEqual((copied["ResourceArn"], copied["ResourceType"]), (self.resource, "EFS"))
        self.assertIn(f":{OTHER}:recovery-point:", copied["RecoveryPointArn"])

    def test_a_copy_is_restored_there_into_a_file_system_of_that_account(self) -> None:
        root = self.aws.folder / "standin" / "files" / self.aws.resource("files", "Files") / "root"
        (root / "content" / "picture").write_text("one")
        self.backup.start_backup_job(BackupVaultName="any", ResourceArn=self.resource, IamRoleArn=ROLE)
        points = self.backup.list_recovery_points_by_resource(ResourceArn=self.resource)["RecoveryPoints"]
        self.point = points[-1]["RecoveryPointArn"]
        self.admit(ACCOUNT)
        self.copy()
        target = self.aws.client("efs", KEYS).create_file_system(CreationToken="there")["FileSystemId"]
        metadata = {"file-system-id": target, "newFileSystem": "false", "Encrypted": "true"}
        metadata |= {"PerformanceMode": "generalPurpose", "CreationToken": "one"}
        (copied,) = self.copies()
        self.there.start_restore_job(RecoveryPointArn=copied["RecoveryPointArn"], Metadata=metadata, IamRoleArn=ROLE)
        restored = self.aws.folder / "standin" / "files" / target / "root"
        (folder,) = restored.iterdir()
        self.assertEqual((folder / "content" / "picture").read_text(), "one")
        self.aws.client("efs", KEYS).delete_file_system(FileSystemId=target)

    def test_a_vault_that_admits_another_account_is_told(self) -> None:
        self.admit(OTHER)
        with self.assertRaisesRegex(ClientError, "lets the account .* copy nothing into it"):
            self.copy()

    def test_accounts_of_no_common_organization_copy_nothing(self) -> None:
        self.admit(ACCOUNT)
        self.enable("false")
        with self.assertRaisesRegex(ClientError, "lets no backup go"):
            self.copy()

    def test_the_default_vault_takes_no_copy(self) -> None:
        with self.assertRaisesRegex(ClientError, "default vault"):
            self.copy("Default")


class SameNamesTest(unittest.TestCase):
    """Two accounts with a cluster, stacks and databases of one name, as after a move."""

    def setUp(self) -> None:
        self.aws = emulator()
        self.aws.sandbox.requests.clear()
        association = {
            "ClusterName": {"Ref": "Cluster"},
            "Namespace": "ghost",
            "ServiceAccount": "ghost",
            "RoleArn": {"Fn::GetAtt": ["Pods", "Arn"]},
        }
        resources = {
            **BASE,
            **managed("Delete"),
            "Pods": trust("pods.eks.amazonaws.com"),
            "Association": {"Type": "AWS::EKS::PodIdentityAssociation", "Properties": association},
        }
        self.formations = [self.aws.client("cloudformation"), self.aws.client("cloudformation", KEYS)]
        for formation in self.formations:
            template = json.dumps({"Resources": resources})
            formation.create_stack(StackName="same", TemplateBody=template, Capabilities=["CAPABILITY_NAMED_IAM"])
            self.settle(formation)

    def tearDown(self) -> None:
        self.delete(*self.formations)

    def settle(self, formation: Any) -> None:
        """Waits until the stack is at rest or gone."""
        deadline = time.monotonic() + 60
        while any(one["StackStatus"].endswith("IN_PROGRESS") for one in formation.describe_stacks()["Stacks"]):
            self.assertLess(time.monotonic(), deadline, "the stack does not settle")
            time.sleep(0.05)

    def delete(self, *formations: Any) -> None:
        for formation in formations:
            if formation.describe_stacks()["Stacks"]:
                formation.delete_stack(StackName="same")
                self.settle(formation)

    def asked(self, method: str, path: str) -> list[tuple[str, dict[str, Any]]]:
        """Requests to the sandbox: rest of the path, and body."""
        found = [one for one in self.aws.sandbox.requests if one[0] == method and one[1].startswith(path)]
        return [(one[1].removeprefix(path), one[2]) for one in found]

    def test_each_has_a_cluster_and_a_database_of_its_own(self) -> None:
        clusters = [(body["account"], body["name"]) for _path, body in self.asked("POST", "/clusters")]
        self.assertEqual(clusters, [(ACCOUNT, "test"), (OTHER, "test")])
        (first, _), (second, _) = self.asked("POST", "/databases/")
        self.assertNotEqual(first, second)

    def test_deleting_one_leaves_the_others_cluster(self) -> None:
        self.delete(self.formations[1])
        self.assertEqual([path for path, _body in self.asked("DELETE", "/clusters/")], [f"{OTHER}/test"])
        self.assertEqual(self.aws.client("eks").list_clusters()["clusters"], ["test"])

    def test_pods_of_a_cluster_get_the_role_of_its_account(self) -> None:
        pod = {"cluster": "test", "token": "ghost:ghost"}
        for account in (ACCOUNT, OTHER):
            code, credentials = self.aws.ask("POST", f"pod-identities/credentials?account={account}", pod)
            self.assertEqual((code, credentials.get("accountId")), (200, account), credentials)
            caller = self.aws.client("sts", credentials).get_caller_identity()["Account"]
            self.assertEqual(caller, account)
            listed = self.aws.ask("GET", f"pod-identities?account={account}")[1]["associations"]
            self.assertEqual([f":{account}:" in one["roleArn"] for one in listed], [True])
