"""An output is read where its stack is."""

from __future__ import annotations

import json
import unittest
from typing import Any

from tests.emulator import emulator


def parameter(name: str, region: str) -> dict[str, Any]:
    """A parameter that holds an output of a stack of that region."""
    read = {"Fn::GetStackOutput": {"StackName": name, "OutputName": "Out", "Region": region}}
    return {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/there", "Type": "String", "Value": read}}}


class OutputsElsewhereTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.there = self.aws.client("cloudformation", region="us-east-1")
        topic = {"Resources": {"T": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"Out": {"Value": "of us-east-1"}}}
        self.there.create_stack(StackName="maker", TemplateBody=json.dumps(topic))
        self.there.get_waiter("stack_create_complete").wait(StackName="maker", WaiterConfig={"Delay": 1})

    def tearDown(self) -> None:
        self.there.delete_stack(StackName="maker")
        self.aws.delete("reader")

    def test_a_stack_of_another_region_is_read_by_its_region(self) -> None:
        self.assertEqual(self.aws.deploy("reader", parameter("maker", "us-east-1")), "CREATE_COMPLETE")
        self.assertEqual(self.aws.client("ssm").get_parameter(Name="/there")["Parameter"]["Value"], "of us-east-1")

    def test_a_stack_that_is_not_there_is_a_failure(self) -> None:
        self.assertEqual(self.aws.deploy("reader", parameter("maker", "us-west-2")), "ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(self.aws.reasons("reader")), "Output 'Out' not found in stack 'maker' of us-west-2")
