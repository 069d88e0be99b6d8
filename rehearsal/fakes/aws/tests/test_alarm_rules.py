"""The tables of CloudWatch's guide on missing data: X breaches, 0 does not, - is missing; the newest is the last.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

from __future__ import annotations

import unittest
from collections.abc import Mapping

from standin.alarm_rules import Rule, state_of

KEPT = "as before"
_POINTS = {"X": 1.0, "0": 0.0, "-": None}
_TREATMENTS = ("missing", "ignore", "breaching", "notBreaching")

#: Three of three: what is seen, and the state for each treatment.
THREE_OF_THREE = {
    "0 - X - X": ("OK", "OK", "OK", "OK"),
    "0 - - - -": ("OK", "OK", "OK", "OK"),
    "- - - - -": ("INSUFFICIENT_DATA", KEPT, "ALARM", "OK"),
    "0 X X - X": ("ALARM", "ALARM", "ALARM", "ALARM"),
    "- - X - -": ("ALARM", KEPT, "ALARM", "OK"),
}
#: Two of three.
TWO_OF_THREE = {
    "0 - X - X": ("ALARM", "ALARM", "ALARM", "ALARM"),
    "0 0 X 0 X": ("ALARM", "ALARM", "ALARM", "ALARM"),
    "0 - X - -": ("OK", "OK", "ALARM", "OK"),
    "- - - - 0": ("OK", "OK", "ALARM", "OK"),
    "- - - X -": ("ALARM", KEPT, "ALARM", "OK"),
}


class AlarmRuleTest(unittest.TestCase):
    """What an alarm makes of data that is missing."""

    def check(self, table: Mapping[str, tuple[str, ...]], datapoints: int) -> None:
        """Compares with every cell of a table."""
        for seen, states in table.items():
            points = [_POINTS[one] for one in seen.split()]
            for missing, expected in zip(_TREATMENTS, states, strict=True):
                rule = Rule("GreaterThanThreshold", 0.5, 3, datapoints, missing)
                with self.subTest(seen=seen, missing=missing):
                    self.assertEqual(state_of(rule, points, KEPT), expected)

    def test_three_of_three_data_points(self) -> None:
        """The guide's first table."""
        self.check(THREE_OF_THREE, 3)

    def test_two_of_three_data_points(self) -> None:
        """The guide's second table."""
        self.check(TWO_OF_THREE, 2)

    def test_one_breaching_point_that_is_too_young_changes_nothing(self) -> None:
        """An alarm is not raised early."""
        rule = Rule("GreaterThanThreshold", 0.5, 3, 3, "missing")
        self.assertEqual(state_of(rule, [None, None, None, None, 1.0], KEPT), KEPT)

    def test_only_the_last_periods_count_when_there_is_enough(self) -> None:
        """What is older is forgotten."""
        rule = Rule("LessThanThreshold", 1, 3, 3, "breaching")
        self.assertEqual(state_of(rule, [0.0, 0.0, 0.0, 0.0, 1.0], KEPT), "OK")
        self.assertEqual(state_of(rule, [1.0, 1.0, 0.0, 0.0, 0.0], KEPT), "ALARM")

    def test_missing_data_raises_an_alarm_once_nothing_is_known_further_back(self) -> None:
        """Good points beyond the evaluated periods stand in for missing ones."""
        rule = Rule("LessThanThreshold", 1, 5, 5, "breaching")
        self.assertEqual(state_of(rule, [1.0, 1.0, None, None, None, None, None], "OK"), "OK")
        self.assertEqual(state_of(rule, [None] * 7, "OK"), "ALARM")
