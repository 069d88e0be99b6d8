"""DB instances that are restored to a moment, or from a snapshot."""

from __future__ import annotations

import time
import unittest
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.emulator import emulator
from tests.test_databases import managed


def restored(**changed: Any) -> dict[str, Any]:
    """A stack's resources with a database that says nothing of schema and master."""
    resource = managed("Delete", **changed)["Database"]
    for name in ("DBName", "MasterUsername"):
        del resource["Properties"][name]
    return {"Restored": resource}


class RestoreTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.aws.deploy("source", managed(BackupRetentionPeriod=7, DeleteAutomatedBackups=False))
        self.identifier = self.aws.resource("source", "Database")
        rds = self.aws.client("rds")
        self.resource_id = rds.describe_db_instances(DBInstanceIdentifier=self.identifier)["DBInstances"][0][
            "DbiResourceId"
        ]
        self.aws.sandbox.requests.clear()

    def tearDown(self) -> None:
        for stack in self.aws.stacks():
            self.aws.delete(stack["StackName"])
        rds = self.aws.client("rds")
        for snapshot in rds.describe_db_snapshots()["DBSnapshots"]:
            rds.delete_db_snapshot(DBSnapshotIdentifier=snapshot["DBSnapshotIdentifier"])

    def started(self) -> dict[str, Any]:
        """What the rehearsal was asked to start last."""
        (body,) = [body for method, _path, body in self.aws.sandbox.requests if method == "POST"]
        return body

    def moment(self, seconds: float) -> str:
        return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def moment_within(self) -> str:
        """A whole second after the source was made that is behind the backups already."""
        time.sleep(7)
        return self.moment(-5.5)

    def to_moment(self, moment: str) -> str:
        return self.aws.deploy("db", restored(SourceDbiResourceId=self.resource_id, RestoreTime=moment))

    def test_a_moment_is_restored_with_schema_and_master_of_its_source(self) -> None:
        moment = self.moment_within()
        self.assertEqual(self.to_moment(moment), "CREATE_COMPLETE", self.aws.reasons("db"))
        body = self.started()
        self.assertEqual(body["restore"], {"resourceId": self.resource_id, "until": moment})
        self.assertEqual((body["user"], body["database"]), ("ghost", "ghost"))
        self.assertNotEqual(body["resourceId"], self.resource_id)

    def test_a_moment_outside_of_the_backups_is_refused(self) -> None:
        for moment in (self.moment(-3600), self.moment(60)):
            self.assertEqual(self.to_moment(moment), "ROLLBACK_COMPLETE")
            self.assertRegex("\n".join(self.aws.reasons("db")), f"can be restored from .* to .*, and not to {moment}")
            self.aws.delete("db")

    def test_a_moment_of_a_database_that_is_gone_is_restored_from_the_backups_that_were_kept(self) -> None:
        moment = self.moment_within()
        self.aws.delete("source")
        self.assertEqual(self.to_moment(moment), "CREATE_COMPLETE", self.aws.reasons("db"))
        backups = self.aws.client("rds").describe_db_instance_automated_backups()["DBInstanceAutomatedBackups"]
        (kept,) = [one for one in backups if one["DbiResourceId"] == self.resource_id]
        self.assertLess(kept["RestoreWindow"]["LatestTime"], datetime.now(UTC))

    def test_a_snapshot_is_restored_up_to_the_end_of_its_second(self) -> None:
        rds = self.aws.client("rds")
        rds.create_db_snapshot(DBInstanceIdentifier=self.identifier, DBSnapshotIdentifier="one")
        status = self.aws.deploy("db", restored(DBSnapshotIdentifier="one"))
        self.assertEqual(status, "CREATE_COMPLETE", self.aws.reasons("db"))
        created = rds.describe_db_snapshots(DBSnapshotIdentifier="one")["DBSnapshots"][0]["SnapshotCreateTime"]
        until = datetime.fromisoformat(self.started()["restore"]["until"])
        self.assertEqual(until, created.replace(microsecond=0) + timedelta(seconds=1))

    def test_the_final_snapshot_of_a_database_that_is_gone_is_restored(self) -> None:
        self.aws.delete("source")
        self.aws.deploy("source", managed("Snapshot", BackupRetentionPeriod=7, DeleteAutomatedBackups=False))
        rds = self.aws.client("rds")
        identifier = self.aws.resource("source", "Database")
        gone = rds.describe_db_instances(DBInstanceIdentifier=identifier)["DBInstances"][0]["DbiResourceId"]
        self.aws.delete("source")
        (snapshot,) = rds.describe_db_snapshots(SnapshotType="manual")["DBSnapshots"]
        self.assertEqual(snapshot["DBInstanceIdentifier"], identifier)
        self.aws.sandbox.requests.clear()
        status = self.aws.deploy("db", restored(DBSnapshotIdentifier=snapshot["DBSnapshotIdentifier"]))
        self.assertEqual(status, "CREATE_COMPLETE", self.aws.reasons("db"))
        self.assertEqual(self.started()["restore"]["resourceId"], gone)

    def test_a_snapshot_that_is_not_there_is_refused(self) -> None:
        self.assertEqual(self.aws.deploy("db", restored(DBSnapshotIdentifier="none")), "ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(self.aws.reasons("db")), "DBSnapshot not found: none")

    def test_a_restore_that_names_schema_or_master_is_refused(self) -> None:
        rds = self.aws.client("rds")
        rds.create_db_snapshot(DBInstanceIdentifier=self.identifier, DBSnapshotIdentifier="one")
        self.assertEqual(self.aws.deploy("db", managed(DBSnapshotIdentifier="one")), "ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(self.aws.reasons("db")), "DBName, MasterUsername cannot be specified")

    def test_an_update_with_the_same_source_restores_nothing_again(self) -> None:
        rds = self.aws.client("rds")
        rds.create_db_snapshot(DBInstanceIdentifier=self.identifier, DBSnapshotIdentifier="one")
        self.aws.deploy("db", restored(DBSnapshotIdentifier="one"))
        before = self.aws.resource("db", "Restored")
        changed = restored(DBSnapshotIdentifier="one", DBInstanceClass="db.t4g.medium")
        self.assertEqual(self.aws.deploy("db", changed), "UPDATE_COMPLETE", self.aws.reasons("db"))
        self.assertEqual(self.aws.resource("db", "Restored"), before)
