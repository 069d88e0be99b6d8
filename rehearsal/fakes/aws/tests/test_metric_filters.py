"""A metric filter makes a metric of numbers in lines, and of nothing else."""

from __future__ import annotations

import json
import time
import unittest
from datetime import UTC, datetime, timedelta
from typing import Any

from standin.metric_filters import fault_of, values_of
from tests.emulator import emulator

SIZE = "$.attributes.size"
TO = {"metricNamespace": "tests/filters", "metricName": "Size", "metricValue": SIZE, "unit": "Bytes"}


def values(*lines: Any, pattern: str = f"{{ {SIZE} >= 0 }}", value: str = SIZE) -> list[float | None]:
    """What a filter makes of each line."""
    one = {"filterPattern": pattern, "metricTransformations": [{**TO, "metricValue": value}]}
    return values_of(one, [line if isinstance(line, str) else json.dumps(line) for line in lines])


class PatternTest(unittest.TestCase):
    """Which lines match, and what is taken of them."""

    def test_the_number_of_a_line_that_has_it_is_taken(self) -> None:
        """Whole or not."""
        self.assertEqual(values({"attributes": {"size": 3}}, {"attributes": {"size": 0.5}}), [3, 0.5])

    def test_lines_without_the_number_give_none(self) -> None:
        """Other lines, no JSON, and no object where one is expected."""
        self.assertEqual(values({"attributes": {}}, "no JSON", {"attributes": [1]}, [1], "7"), [None] * 5)

    def test_what_only_looks_like_a_number_is_none(self) -> None:
        """A text, a truth, a null."""
        lines = [{"attributes": {"size": one}} for one in ("3", True, None)]
        self.assertEqual(values(*lines), [None] * 3)

    def test_a_number_that_does_not_match_is_not_taken(self) -> None:
        """By each comparison."""
        lines = [{"attributes": {"size": one}} for one in (-1, 0, 1)]
        for comparison, expected in {
            ">=": [None, 0, 1],
            ">": [None, None, 1],
            "<": [-1, None, None],
            "<=": [-1, 0, None],
            "=": [None, 0, None],
            "!=": [-1, None, 1],
        }.items():
            self.assertEqual(values(*lines, pattern=f"{{ {SIZE} {comparison} 0 }}"), expected, comparison)

    def test_a_filter_may_name_the_number_itself(self) -> None:
        """For each line that matches."""
        self.assertEqual(values({"attributes": {"size": 3}}, {}, value="1"), [1, None])

    def test_what_is_not_understood_is_named(self) -> None:
        """In place of matching nothing."""
        for pattern in ("ERROR", "{ $.size = * }", "{ $.['a.b'] >= 0 }", f"{{ ({SIZE} >= 0) && ($.a = 1) }}"):
            self.assertIn(pattern, fault_of(pattern, [TO]) or "")
        good = f"{{ {SIZE} >= 0 }}"
        self.assertIsNone(fault_of(good, [TO]))
        self.assertIn("2 transformations", fault_of(good, [TO, TO]) or "")
        self.assertIn("dimensions", fault_of(good, [{**TO, "dimensions": {"a": SIZE}}]) or "")
        self.assertIn("'$size'", fault_of(good, [{**TO, "metricValue": "$size"}]) or "")


class MetricFilterTest(unittest.TestCase):
    """What CloudWatch shows of the lines of a group with a filter."""

    def setUp(self) -> None:
        """Two groups, one of them with a filter."""
        self.aws = emulator()
        self.stack = f"filters-{self.id().rpartition('.')[2].replace('_', '-')}"
        self.namespace = f"tests/{self.stack}"
        self.aws.deploy(
            self.stack,
            {
                "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {}},
                "Other": {"Type": "AWS::Logs::LogGroup", "Properties": {}},
                "Stream": self.stream("Group"),
                "OtherStream": self.stream("Other"),
                "Filter": {
                    "Type": "AWS::Logs::MetricFilter",
                    "Properties": {
                        "LogGroupName": {"Ref": "Group"},
                        "FilterPattern": f"{{ {SIZE} >= 0 }}",
                        "MetricTransformations": [
                            {
                                "MetricNamespace": self.namespace,
                                "MetricName": "Size",
                                "MetricValue": SIZE,
                                "Unit": "Bytes",
                            }
                        ],
                    },
                },
            },
            {name: {"Ref": name} for name in ("Group", "Other", "Stream", "OtherStream")},
        )
        self.names = self.aws.outputs(self.stack)

    def tearDown(self) -> None:
        """Removes the stack."""
        self.aws.delete(self.stack)

    def test_lines_become_one_metric_without_dimensions(self) -> None:
        """And nothing else of that namespace."""
        self.write(3, 5, 1)
        self.write(4)
        found = self.aws.client("cloudwatch").list_metrics(Namespace=self.namespace)["Metrics"]
        self.assertEqual([(one["MetricName"], one["Dimensions"]) for one in found], [("Size", [])])
        self.assertEqual(self.seen(), {"SampleCount": 4, "Sum": 13, "Minimum": 1, "Maximum": 5, "Unit": "Bytes"})

    def test_a_line_counts_at_its_own_time(self) -> None:
        """One that was written half an hour ago is none of the last ten minutes."""
        self.write(9, before=1800)
        self.write(2)
        self.assertEqual(self.seen(minutes=10).get("Maximum"), 2)
        self.assertEqual(self.seen(minutes=60).get("Maximum"), 9)

    def test_lines_of_another_group_count_for_nothing(self) -> None:
        """The filter is of one group."""
        self.write(3, of=("Other", "OtherStream"))
        self.assertEqual(self.seen(), {})

    def test_a_filter_that_was_removed_counts_no_more(self) -> None:
        """What was counted stays."""
        self.write(3)
        client = self.aws.client("logs")
        [one] = client.describe_metric_filters(logGroupName=self.names["Group"])["metricFilters"]
        client.delete_metric_filter(logGroupName=self.names["Group"], filterName=one["filterName"])
        self.write(7)
        self.assertEqual(self.seen().get("Maximum"), 3)

    def test_a_filter_that_is_not_understood_is_refused(self) -> None:
        """With what to write."""
        client = self.aws.client("logs")
        with self.assertRaisesRegex(client.exceptions.InvalidParameterException, "write a comparison of one number"):
            client.put_metric_filter(
                logGroupName=self.names["Group"],
                filterName="words",
                filterPattern="ERROR",
                metricTransformations=[TO],
            )

    @staticmethod
    def stream(group: str) -> dict[str, Any]:
        """A stream of a group."""
        return {"Type": "AWS::Logs::LogStream", "Properties": {"LogGroupName": {"Ref": group}}}

    def write(self, *sizes: float, before: int = 0, of: tuple[str, str] = ("Group", "Stream")) -> None:
        """Puts a line for each size, as many seconds before now."""
        at = int((time.time() - before) * 1000)
        lines = [{"timestamp": at, "message": json.dumps({"attributes": {"size": one}})} for one in sizes]
        group, stream = (self.names[name] for name in of)
        self.aws.client("logs").put_log_events(logGroupName=group, logStreamName=stream, logEvents=lines)

    def seen(self, minutes: int = 60) -> dict[str, Any]:
        """The metric's statistics of the last minutes; nothing without data."""
        now = datetime.now(UTC)
        statistics = ["SampleCount", "Sum", "Minimum", "Maximum"]
        points = self.aws.client("cloudwatch").get_metric_statistics(
            Namespace=self.namespace,
            MetricName="Size",
            StartTime=now - timedelta(minutes=minutes),
            EndTime=now + timedelta(minutes=1),
            Period=86400,
            Statistics=statistics,
        )["Datapoints"]
        return {name: points[0][name] for name in [*statistics, "Unit"]} if points else {}
