"""Refusal of properties that CloudFormation would refuse."""

from __future__ import annotations

import unittest
from typing import Any

from standin.validation import InvalidPropertiesError, check

DATABASE = {
    "Engine": "mysql",
    "EngineVersion": "8.4.7",
    "DBInstanceClass": "db.t4g.small",
    "AllocatedStorage": "20",
    "MasterUsername": "ghost",
    "MasterUserPassword": "long-enough",
}


def check_database(**changed: Any) -> None:
    check("AWS::RDS::DBInstance", "Database", {**DATABASE, **changed}, "eu-west-1")


class ValidationTest(unittest.TestCase):
    def test_good_properties_pass(self) -> None:
        check_database()

    def test_a_class_that_rds_does_not_have_is_refused_with_its_path(self) -> None:
        with self.assertRaises(InvalidPropertiesError) as caught:
            check_database(DBInstanceClass="db.t4g.tiny")
        message = str(caught.exception)
        self.assertIn("Properties validation failed for resource Database", message)
        self.assertIn("#/DBInstanceClass: 'db.t4g.tiny' is not one of [", message)
        self.assertLess(len(message), 1000, "hundreds of allowed values are cut")

    def test_a_misspelt_property_is_refused_with_its_name(self) -> None:
        with self.assertRaisesRegex(InvalidPropertiesError, "#/DBInstanceClas: .*unexpected"):
            check_database(DBInstanceClas="db.t4g.small")

    def test_a_wrong_type_deep_inside_is_refused_with_the_whole_path(self) -> None:
        with self.assertRaisesRegex(InvalidPropertiesError, "#/Tags/0/Value"):
            check_database(Tags=[{"Key": "a", "Value": {"not": "text"}}])

    def test_a_missing_property_is_named(self) -> None:
        with self.assertRaisesRegex(InvalidPropertiesError, "'Namespace' is a required property"):
            properties = {"ClusterName": "c", "RoleArn": "arn:aws:iam::123456789012:role/r", "ServiceAccount": "s"}
            check("AWS::EKS::PodIdentityAssociation", "Association", properties, "eu-west-1")

    def test_several_mistakes_give_several_lines(self) -> None:
        with self.assertRaises(InvalidPropertiesError) as caught:
            check_database(DBInstanceClass="db.nope", Wrong=1)
        self.assertGreaterEqual(str(caught.exception).count("\n#/"), 2)

    def test_rds_takes_a_major_version_alone(self) -> None:
        check_database(EngineVersion="8.4")
        with self.assertRaisesRegex(InvalidPropertiesError, "#/EngineVersion"):
            check_database(EngineVersion="8.4.999")

    def test_tags_that_cloudformation_adds_are_not_the_templates(self) -> None:
        check_database(Tags=[{"Key": "aws:cloudformation:stack-name", "Value": "s"}])

    def test_custom_resources_have_no_schema(self) -> None:
        check("Custom::Anything", "Custom", {"ServiceToken": "arn", "Whatever": [1]}, "eu-west-1")
