"""An output that somebody reads for the first time may be all that changes in a stack."""

from __future__ import annotations

import json
import unittest

from tests.emulator import emulator

RESOURCES = {"Topic": {"Type": "AWS::SNS::Topic"}}


class OutputChangesTest(unittest.TestCase):
    def tearDown(self) -> None:
        emulator().delete("outputs")

    def planned(self, name: str, outputs: dict[str, object]) -> str:
        """The status of a change set that changes the outputs to these; it is executed when it can be."""
        client = emulator().client("cloudformation")
        body = json.dumps({"Resources": RESOURCES, "Outputs": outputs})
        client.create_change_set(StackName="outputs", ChangeSetName=name, TemplateBody=body)
        found = client.describe_change_set(StackName="outputs", ChangeSetName=name)
        if found["Status"] == "CREATE_COMPLETE":
            self.assertEqual(found["Changes"], [])
            client.execute_change_set(StackName="outputs", ChangeSetName=name)
            self.assertEqual(emulator().settled("outputs"), "UPDATE_COMPLETE")
        return str(found["Status"])

    def test_a_new_output_alone_is_a_change_that_can_be_executed_and_the_same_again_is_none(self) -> None:
        self.assertEqual(emulator().deploy("outputs", RESOURCES), "CREATE_COMPLETE")
        outputs: dict[str, object] = {"Arn": {"Value": {"Ref": "Topic"}}}
        self.assertEqual(self.planned("first", outputs), "CREATE_COMPLETE")
        (stack,) = emulator().client("cloudformation").describe_stacks(StackName="outputs")["Stacks"]
        self.assertEqual([one["OutputKey"] for one in stack["Outputs"]], ["Arn"])
        self.assertEqual(self.planned("again", outputs), "FAILED")
