"""What is read out of CloudFormation's schemas."""

from __future__ import annotations

import unittest

from standin.schemas import ResourceSchema, UnknownResourceTypeError, schema


class SchemaTest(unittest.TestCase):
    def test_create_only_properties_replace_and_others_do_not(self) -> None:
        association = schema("AWS::EKS::PodIdentityAssociation", "eu-west-1")
        old = {"ClusterName": "a", "Namespace": "n", "ServiceAccount": "s", "RoleArn": "one"}
        self.assertFalse(association.replaces(old, {**old, "RoleArn": "two"}))
        self.assertTrue(association.replaces(old, {**old, "Namespace": "m"}))

    def test_nested_create_only_properties_replace(self) -> None:
        nested = ResourceSchema({"createOnlyProperties": ["/properties/A/B", "/properties/L/*/C"]})
        self.assertEqual(nested.create_only, ())
        self.assertTrue(nested.replaces({"A": {"B": 1}}, {"A": {"B": 2}}))
        self.assertFalse(nested.replaces({"A": {"B": 1}}, {"A": {"B": 1, "X": 2}}))
        self.assertTrue(nested.replaces({"L": [{"C": 1}]}, {"L": [{"C": 2}]}))
        self.assertFalse(nested.replaces({}, {}))

    def test_tags_are_a_list_a_map_or_nothing(self) -> None:
        self.assertEqual(schema("AWS::EC2::NatGateway", "eu-west-1").tags, ("Tags", "list"))
        self.assertEqual(schema("AWS::SSM::Parameter", "eu-west-1").tags, ("Tags", "map"))
        self.assertIsNone(schema("AWS::EC2::SecurityGroupIngress", "eu-west-1").tags)

    def test_a_type_that_cloudformation_does_not_know_is_an_error(self) -> None:
        with self.assertRaisesRegex(UnknownResourceTypeError, "no AWS::EC2::Nonsense in eu-west-1"):
            schema("AWS::EC2::Nonsense", "eu-west-1")
