"""A name that a template fixes: taken within a stack, by another stack, and by what is about to be replaced."""

from __future__ import annotations

import unittest
from typing import Any

from tests.emulator import emulator


def policy(name: str) -> dict[str, Any]:
    """A cache policy: its name is unique in the account, and is not what CloudFormation identifies it by."""
    config = {
        "Name": name,
        "MinTTL": 0,
        "DefaultTTL": 0,
        "MaxTTL": 1,
        "ParametersInCacheKeyAndForwardedToOrigin": {
            "EnableAcceptEncodingGzip": True,
            "CookiesConfig": {"CookieBehavior": "none"},
            "HeadersConfig": {"HeaderBehavior": "none"},
            "QueryStringsConfig": {"QueryStringBehavior": "none"},
        },
    }
    return {"Type": "AWS::CloudFront::CachePolicy", "Properties": {"CachePolicyConfig": config}}


def group(name: str, **more: Any) -> dict[str, Any]:
    """A log group, which CloudFormation identifies by its name."""
    return {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name, **more}}


class TakenNameTest(unittest.TestCase):
    def tearDown(self) -> None:
        for stack in emulator().stacks():
            emulator().delete(stack["StackName"])

    def refused(self, stack: str) -> str:
        return "\n".join(emulator().reasons(stack))

    def test_another_stack_has_it(self) -> None:
        aws = emulator()
        for kind in (policy, group):
            with self.subTest(kind.__name__):
                self.assertEqual(aws.deploy(f"first-{kind.__name__}", {"A": kind("taken")}), "CREATE_COMPLETE")
                self.assertEqual(aws.deploy(f"second-{kind.__name__}", {"B": kind("taken")}), "ROLLBACK_COMPLETE")
                self.assertIn("with identifier 'taken' already exists", self.refused(f"second-{kind.__name__}"))

    def test_another_resource_of_the_stack_has_it(self) -> None:
        status = emulator().deploy("twice", {"A": policy("same"), "B": {**policy("same"), "DependsOn": "A"}})
        self.assertEqual(status, "ROLLBACK_COMPLETE")
        self.assertIn("'same' already exists", self.refused("twice"))

    def test_a_resource_under_another_logical_id_is_made_before_the_first_goes(self) -> None:
        aws = emulator()
        aws.deploy("moved", {"A": group("kept-name")})
        self.assertEqual(aws.deploy("moved", {"B": group("kept-name")}), "UPDATE_ROLLBACK_COMPLETE")
        self.assertIn("'kept-name' already exists", self.refused("moved"))
        self.assertEqual(aws.resource("moved", "A"), "kept-name")

    def test_a_rename_in_place_onto_it_is_refused_and_a_free_one_is_not(self) -> None:
        aws = emulator()
        aws.deploy("rename", {"A": policy("one"), "B": policy("two")})
        self.assertEqual(aws.deploy("rename", {"A": policy("two"), "B": policy("two")}), "UPDATE_ROLLBACK_COMPLETE")
        self.assertEqual(aws.deploy("rename", {"A": policy("three"), "B": policy("two")}), "UPDATE_COMPLETE")

    def test_it_is_free_again_once_its_resource_or_its_stack_is_gone(self) -> None:
        aws = emulator()
        aws.deploy("once", {"A": policy("freed"), "G": group("freed")})
        aws.delete("once")
        self.assertEqual(aws.deploy("again", {"A": policy("freed"), "G": group("freed")}), "CREATE_COMPLETE")

    def test_it_is_free_after_a_rollback_too(self) -> None:
        aws = emulator()
        bad = {"Type": "AWS::EC2::EIP", "Properties": {"NoSuchProperty": 1}, "DependsOn": "A"}
        self.assertEqual(aws.deploy("failed", {"A": policy("back"), "Bad": bad}), "ROLLBACK_COMPLETE")
        self.assertEqual(aws.deploy("next", {"A": policy("back")}), "CREATE_COMPLETE")

    def test_an_update_that_keeps_it_is_none_of_its_business(self) -> None:
        aws = emulator()
        aws.deploy("kept", {"G": group("stays")})
        self.assertEqual(aws.deploy("kept", {"G": group("stays", RetentionInDays=7)}), "UPDATE_COMPLETE")

    def test_names_that_cloudformation_makes_up_never_collide(self) -> None:
        topic = {"Type": "AWS::SNS::Topic", "Properties": {}}
        self.assertEqual(emulator().deploy("free", {"A": topic, "B": topic}), "CREATE_COMPLETE")
