"""A DB instance: the server behind it, statuses, replacement, snapshots, protection."""

from __future__ import annotations

import unittest
from typing import Any

from tests.emulator import emulator


def database(policy: str = "Delete", **changed: Any) -> dict[str, Any]:
    """A stack's resources with one database."""
    properties = {
        "Engine": "mysql",
        "EngineVersion": "8.4",
        "DBInstanceClass": "db.t4g.small",
        "AllocatedStorage": "20",
        "DBName": "ghost",
        "MasterUsername": "ghost",
        "MasterUserPassword": "not-a-real-one",
        "EnableCloudwatchLogsExports": ["error", "slowquery"],
        **changed,
    }
    resource = {
        "Type": "AWS::RDS::DBInstance",
        "DeletionPolicy": policy,
        "UpdateReplacePolicy": policy,
        "Properties": properties,
    }
    return {"Database": resource}


HOST = {"Host": {"Fn::GetAtt": ["Database", "Endpoint.Address"]}, "Port": {"Fn::GetAtt": ["Database", "Endpoint.Port"]}}


class DatabaseTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.aws.sandbox.requests.clear()

    def tearDown(self) -> None:
        self.aws.sandbox.refused.clear()
        rds = self.aws.client("rds")
        for instance in rds.describe_db_instances()["DBInstances"]:
            rds.modify_db_instance(DBInstanceIdentifier=instance["DBInstanceIdentifier"], DeletionProtection=False)
        for stack in self.aws.stacks():
            self.aws.delete(stack["StackName"])
        for snapshot in rds.describe_db_snapshots()["DBSnapshots"]:
            rds.delete_db_snapshot(DBSnapshotIdentifier=snapshot["DBSnapshotIdentifier"])

    def instances(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.aws.client("rds").describe_db_instances()["DBInstances"]
        return found

    def snapshots(self) -> list[str]:
        found = self.aws.client("rds").describe_db_snapshots()["DBSnapshots"]
        return [snapshot["DBInstanceIdentifier"] for snapshot in found]

    def backups(self) -> list[str]:
        found = self.aws.client("rds").describe_db_instance_automated_backups()["DBInstanceAutomatedBackups"]
        return [backup["Status"] for backup in found]

    def test_a_deletion_keeps_automated_backups_when_it_is_told_to(self) -> None:
        kept = database(BackupRetentionPeriod=7, DeleteAutomatedBackups=False)
        self.assertEqual(self.aws.deploy("db", kept), "CREATE_COMPLETE")
        self.assertEqual(self.backups(), ["active"])
        self.aws.delete("db")
        self.assertEqual(self.backups(), ["retained"])

    def test_clients_get_the_real_servers_address(self) -> None:
        self.assertEqual(self.aws.deploy("db", database(), HOST), "CREATE_COMPLETE")
        identifier = self.aws.resource("db", "Database")
        outputs = self.aws.outputs("db")
        self.assertEqual(outputs, {"Host": f"{identifier}.fake.example", "Port": "33060"})
        (instance,) = self.instances()
        self.assertEqual(instance["DBInstanceStatus"], "available")
        self.assertEqual(instance["EnabledCloudwatchLogsExports"], ["error", "slowquery"])
        method, path, body = self.aws.sandbox.requests[0]
        self.assertEqual((method, path), ("POST", f"/databases/{identifier}"))
        self.assertEqual((body["user"], body["password"], body["database"]), ("ghost", "not-a-real-one", "ghost"))

    def test_the_server_learns_the_parameters_of_its_group(self) -> None:
        parameters = {"require_secure_transport": "ON"}
        group = {"Family": "mysql8.4", "Description": "test", "Parameters": parameters}
        resources = database(DBParameterGroupName={"Ref": "Group"})
        resources["Group"] = {"Type": "AWS::RDS::DBParameterGroup", "Properties": group}
        self.assertEqual(self.aws.deploy("db", resources), "CREATE_COMPLETE", self.aws.reasons("db"))
        self.assertEqual(self.aws.sandbox.requests[0][2]["parameters"], parameters)

    def test_a_changed_class_reaches_the_same_server(self) -> None:
        self.aws.deploy("db", database())
        identifier = self.aws.resource("db", "Database")
        self.assertEqual(self.aws.deploy("db", database(DBInstanceClass="db.t4g.medium")), "UPDATE_COMPLETE")
        self.assertEqual(self.aws.resource("db", "Database"), identifier)
        method, path, body = self.aws.sandbox.requests[-1]
        self.assertEqual((method, path), ("PUT", f"/databases/{identifier}"))
        self.assertEqual(body["instanceClass"], "db.t4g.medium")

    def test_storage_grows_and_never_shrinks(self) -> None:
        self.aws.deploy("db", database(AllocatedStorage="20"))
        self.assertEqual(self.aws.deploy("db", database(AllocatedStorage="40")), "UPDATE_COMPLETE")
        self.assertEqual(self.aws.deploy("db", database(AllocatedStorage="20")), "UPDATE_ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(self.aws.reasons("db")), r"storage size \(20\) cannot be less than .* \(40\)")
        rds = self.aws.client("rds")
        (instance,) = rds.describe_db_instances(DBInstanceIdentifier=self.aws.resource("db", "Database"))["DBInstances"]
        self.assertEqual(instance["AllocatedStorage"], 40)

    def test_a_replaced_database_has_another_host_and_leaves_a_snapshot(self) -> None:
        self.aws.deploy("db", database("Snapshot"), HOST)
        old, host = self.aws.resource("db", "Database"), self.aws.outputs("db")["Host"]
        self.assertEqual(self.aws.deploy("db", database("Snapshot", DBName="other"), HOST), "UPDATE_COMPLETE")
        self.assertNotEqual(self.aws.outputs("db")["Host"], host)
        self.assertEqual(self.snapshots(), [old])
        self.assertEqual(len(self.instances()), 1)
        self.assertIn(("DELETE", f"/databases/{old}", {}), self.aws.sandbox.requests)

    def test_a_deleted_stack_leaves_a_snapshot_or_the_database_as_its_policy_says(self) -> None:
        self.aws.deploy("db", database("Snapshot"))
        identifier = self.aws.resource("db", "Database")
        self.assertEqual(self.aws.delete("db"), "DELETE_COMPLETE")
        self.assertEqual((self.snapshots(), self.instances()), ([identifier], []))
        self.aws.deploy("db", database("Retain", DBInstanceIdentifier="retained"))
        self.assertEqual(self.aws.delete("db"), "DELETE_COMPLETE")
        self.assertEqual([one["DBInstanceIdentifier"] for one in self.instances()], ["retained"])
        self.aws.client("rds").delete_db_instance(DBInstanceIdentifier="retained", SkipFinalSnapshot=True)

    def test_deletion_protection_refuses_and_takes_no_snapshot(self) -> None:
        self.aws.deploy("db", database("Snapshot", DeletionProtection=True))
        self.assertEqual(self.aws.delete("db"), "DELETE_FAILED")
        self.assertRegex("\n".join(self.aws.reasons("db")), "Cannot delete protected DB Instance")
        self.assertEqual(self.snapshots(), [])

    def test_deletion_protection_refuses_the_rollback_of_a_failed_creation(self) -> None:
        bad = {
            "Type": "AWS::SSM::Parameter",
            "DependsOn": "Database",
            "Properties": {"Name": "/p", "Type": "Nonsense", "Value": "v"},
        }
        status = self.aws.deploy("db", {**database("Snapshot", DeletionProtection=True), "Bad": bad})
        self.assertEqual(status, "ROLLBACK_FAILED")
        self.assertRegex("\n".join(self.aws.reasons("db")), "Cannot delete protected DB Instance")

    def test_a_client_turns_deletion_protection_on_without_a_template(self) -> None:
        self.aws.deploy("db", database())
        identifier = self.aws.resource("db", "Database")
        self.aws.client("rds").modify_db_instance(DBInstanceIdentifier=identifier, DeletionProtection=True)
        self.assertEqual(self.aws.delete("db"), "DELETE_FAILED")

    def test_protection_that_no_template_names_survives_an_update(self) -> None:
        self.aws.deploy("db", database())
        identifier = self.aws.resource("db", "Database")
        rds = self.aws.client("rds")
        rds.modify_db_instance(DBInstanceIdentifier=identifier, DeletionProtection=True)
        self.assertEqual(self.aws.deploy("db", database(DBInstanceClass="db.t4g.medium")), "UPDATE_COMPLETE")
        (instance,) = rds.describe_db_instances(DBInstanceIdentifier=identifier)["DBInstances"]
        self.assertEqual((instance["DBInstanceClass"], instance["DeletionProtection"]), ("db.t4g.medium", True))

    def test_a_server_that_does_not_start_leaves_no_instance(self) -> None:
        self.aws.sandbox.refused.add("refused")
        status = self.aws.deploy("db", database(DBInstanceIdentifier="refused"))
        self.assertEqual(status, "ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(self.aws.reasons("db")), "refused did not start: .*answered 500")
        self.assertEqual(self.instances(), [])
