"""A DB instance: the server behind it, statuses, replacement, snapshots, protection."""

from __future__ import annotations

import json
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


def managed(policy: str = "Delete", **changed: Any) -> dict[str, Any]:
    """The same, with a master whose password RDS keeps."""
    resources = database(policy, ManageMasterUserPassword=True, **changed)
    del resources["Database"]["Properties"]["MasterUserPassword"]
    return resources


SECRET = {"Secret": {"Fn::GetAtt": ["Database", "MasterUserSecret.SecretArn"]}}
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

    def backups(self, identifier: str) -> list[str]:
        found = self.aws.client("rds").describe_db_instance_automated_backups()["DBInstanceAutomatedBackups"]
        return [backup["Status"] for backup in found if backup["DBInstanceIdentifier"] == identifier]

    def test_a_deletion_keeps_automated_backups_when_it_is_told_to(self) -> None:
        kept = database(BackupRetentionPeriod=7, DeleteAutomatedBackups=False)
        self.assertEqual(self.aws.deploy("db", kept), "CREATE_COMPLETE")
        identifier = self.aws.resource("db", "Database")
        self.assertEqual(self.backups(identifier), ["active"])
        self.aws.delete("db")
        self.assertEqual(self.backups(identifier), ["retained"])

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

    def secret(self) -> dict[str, str]:
        arn = self.aws.outputs("db")["Secret"]
        value = self.aws.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
        found: dict[str, str] = json.loads(value)
        return found

    def test_rds_keeps_the_password_of_the_master_where_the_template_names_none(self) -> None:
        self.assertEqual(self.aws.deploy("db", managed(), SECRET), "CREATE_COMPLETE", self.aws.reasons("db"))
        self.assertRegex(self.aws.outputs("db")["Secret"], r":secret:rds!db-[0-9a-f-]{36}-")
        _method, _path, body = self.aws.sandbox.requests[0]
        self.assertEqual(self.secret(), {"username": "ghost", "password": body["password"]})

    def test_a_password_that_rds_begins_to_keep_is_another_one_and_stays_at_the_next_update(self) -> None:
        self.aws.deploy("db", database())
        self.assertEqual(self.aws.deploy("db", managed(), SECRET), "UPDATE_COMPLETE", self.aws.reasons("db"))
        password = self.secret()["password"]
        self.assertNotEqual(password, "not-a-real-one")
        self.assertEqual(self.aws.sandbox.requests[-1][2]["password"], password)
        self.aws.deploy("db", managed(DBInstanceClass="db.t4g.medium"), SECRET)
        self.assertEqual(self.secret()["password"], password)

    def test_a_rotation_reaches_the_server_and_the_secret(self) -> None:
        self.aws.deploy("db", managed(), SECRET)
        before = self.secret()["password"]
        self.aws.client("secretsmanager").rotate_secret(SecretId=self.aws.outputs("db")["Secret"])
        self.assertNotEqual(self.secret()["password"], before)
        self.assertEqual(self.aws.sandbox.requests[-1][2]["password"], self.secret()["password"])

    def test_a_replaced_database_has_a_secret_of_its_own(self) -> None:
        self.aws.deploy("db", managed("Snapshot"), SECRET)
        before = self.aws.outputs("db")["Secret"]
        self.assertEqual(self.aws.deploy("db", managed("Snapshot", DBName="other"), SECRET), "UPDATE_COMPLETE")
        self.assertNotEqual(self.aws.outputs("db")["Secret"], before)
        started = [body["password"] for method, _path, body in self.aws.sandbox.requests if method == "POST"]
        self.assertEqual(self.secret()["password"], started[-1])

    def test_the_secret_that_rds_keeps_goes_with_the_instance(self) -> None:
        self.aws.deploy("db", managed(), SECRET)
        self.aws.delete("db")
        names = [one["Name"] for one in self.aws.client("secretsmanager").list_secrets()["SecretList"]]
        self.assertEqual([name for name in names if name.startswith("rds!")], [])

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
