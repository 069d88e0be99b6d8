"""Functions inside conditions."""

from __future__ import annotations

import unittest
from typing import Any

from ministack.services.cloudformation import engine

from standin.conditions import resolved

LIST = {"Policies": {"Value": "", "NoEcho": False, "Type": "CommaDelimitedList"}}


class ConditionsTest(unittest.TestCase):
    def evaluate(self, condition: Any, parameters: dict[str, Any]) -> bool:
        template = {"Conditions": {"C": condition}, "Mappings": {"M": {"a": {"b": "x"}}}}
        return bool(engine._evaluate_conditions(resolved(template, parameters), parameters)["C"])

    def test_a_joined_empty_list_equals_the_empty_text(self) -> None:
        has_policies = {"Fn::Not": [{"Fn::Equals": ["", {"Fn::Join": ["", {"Ref": "Policies"}]}]}]}
        self.assertFalse(self.evaluate(has_policies, LIST))
        given = {"Policies": {**LIST["Policies"], "Value": "arn:aws:iam::aws:policy/ReadOnlyAccess"}}
        self.assertTrue(self.evaluate(has_policies, given))

    def test_mappings_and_pseudo_parameters_are_read(self) -> None:
        self.assertTrue(self.evaluate({"Fn::Equals": [{"Fn::FindInMap": ["M", "a", "b"]}, "x"]}, {}))
        self.assertTrue(self.evaluate({"Fn::Equals": [{"Ref": "AWS::Partition"}, "aws"]}, {}))
