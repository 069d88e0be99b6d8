"""What a stack policy lets an update do."""

from __future__ import annotations

import json
import unittest
from typing import Any

from standin.stack_policies import denial
from tests.emulator import emulator
from tests.test_stacks import SUBNETS

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
KEEP: dict[str, Any] = {
    "Effect": "Deny",
    "Action": ["Update:Replace", "Update:Delete"],
    "Principal": "*",
    "Resource": ["LogicalResourceId/Nat"],
}


def gateway(allocation: str, **tags: str) -> dict[str, Any]:
    """Subnets and a gateway that another allocation replaces and another tag does not."""
    named = [{"Key": key, "Value": value} for key, value in tags.items()]
    properties = {"SubnetId": {"Ref": "Subnet"}, "AllocationId": allocation, "Tags": named}
    return {**SUBNETS, "Nat": {"Type": "AWS::EC2::NatGateway", "Properties": properties}}


class StackPolicyTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.aws.deploy("kept", gateway("a"))
        self.gateway = self.aws.resource("kept", "Nat")
        self.set_policy(ALLOW, KEEP)

    def tearDown(self) -> None:
        for stack in self.aws.stacks():
            self.aws.delete(stack["StackName"])

    def set_policy(self, *statements: dict[str, Any]) -> None:
        body = json.dumps({"Statement": statements})
        self.aws.client("cloudformation").set_stack_policy(StackName="kept", StackPolicyBody=body)

    def test_a_replacement_that_it_denies_is_rolled_back(self) -> None:
        self.assertEqual(self.aws.deploy("kept", gateway("b")), "UPDATE_ROLLBACK_COMPLETE")
        self.assertIn(
            "Action denied by stack policy: Statement [#2] does not allow [Update:Replace] "
            "for resource [LogicalResourceId/Nat];",
            self.aws.reasons("kept"),
        )
        self.assertEqual(self.aws.resource("kept", "Nat"), self.gateway)

    def test_a_removal_that_it_denies_is_rolled_back_and_can_be_put_right(self) -> None:
        self.assertEqual(self.aws.deploy("kept", SUBNETS), "UPDATE_ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(self.aws.reasons("kept")), r"does not allow \[Update:Delete\]")
        self.assertEqual(self.aws.resource("kept", "Nat"), self.gateway)
        self.assertEqual(self.aws.deploy("kept", gateway("a", changed="yes")), "UPDATE_COMPLETE")

    def test_an_update_in_place_is_let_through(self) -> None:
        self.assertEqual(self.aws.deploy("kept", gateway("a", changed="yes")), "UPDATE_COMPLETE")

    def test_once_it_allows_everything_the_replacement_happens(self) -> None:
        self.set_policy(ALLOW)
        self.assertEqual(self.aws.deploy("kept", gateway("b")), "UPDATE_COMPLETE")
        self.assertNotEqual(self.aws.resource("kept", "Nat"), self.gateway)

    def test_it_does_not_keep_a_stack_from_being_deleted(self) -> None:
        self.assertEqual(self.aws.delete("kept"), "DELETE_COMPLETE")

    def test_what_no_statement_allows_is_denied(self) -> None:
        self.assertIsNotNone(denial(json.dumps({"Statement": [KEEP]}), "Update:Modify", "Other"))
        self.assertIsNone(denial("", "Update:Replace", "Nat"))
