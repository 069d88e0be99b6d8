"""What drift detection sees of resources that somebody changed past CloudFormation."""

from __future__ import annotations

import unittest
from typing import Any

from tests.emulator import emulator

_INSTANCE = {
    "DBInstanceClass": "db.t4g.small",
    "Engine": "mysql",
    "MasterUsername": "ghost",
    "MasterUserPassword": "not-a-secret",
    "AllocatedStorage": "20",
    "BackupRetentionPeriod": 7,
}


class DriftTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        resources = {
            "Instance": {"Type": "AWS::RDS::DBInstance", "Properties": _INSTANCE},
            "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {}}},
        }
        emulator().deploy("drift", resources)

    @classmethod
    def tearDownClass(cls) -> None:
        emulator().delete("drift")

    def drifts(self) -> dict[str, dict[str, Any]]:
        """Each resource's drift, by logical id."""
        cloudformation = emulator().client("cloudformation")
        cloudformation.detect_stack_drift(StackName="drift")
        found = cloudformation.describe_stack_resource_drifts(StackName="drift")["StackResourceDrifts"]
        return {drift["LogicalResourceId"]: drift for drift in found}

    def test_what_nobody_touched_is_in_sync(self) -> None:
        statuses = {name: drift["StackResourceDriftStatus"] for name, drift in self.drifts().items()}
        self.assertEqual(statuses, {"Instance": "IN_SYNC", "Secret": "IN_SYNC"})

    def test_a_database_class_that_somebody_changed_is_named(self) -> None:
        rds = emulator().client("rds")
        identifier = emulator().resource("drift", "Instance")
        rds.modify_db_instance(DBInstanceIdentifier=identifier, DBInstanceClass="db.t4g.large", ApplyImmediately=True)
        [difference] = self.drifts()["Instance"]["PropertyDifferences"]
        rds.modify_db_instance(DBInstanceIdentifier=identifier, DBInstanceClass="db.t4g.small", ApplyImmediately=True)
        self.assertEqual(difference["PropertyPath"], "/DBInstanceClass")
        self.assertEqual((difference["ExpectedValue"], difference["ActualValue"]), ("db.t4g.small", "db.t4g.large"))


if __name__ == "__main__":
    unittest.main()
