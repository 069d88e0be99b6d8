"""A log group counts the lines that it takes, and an alarm tells when none come."""

from __future__ import annotations

import time
import unittest
from datetime import UTC, datetime, timedelta

from tests.emulator import emulator

ALARM = {
    "Type": "AWS::CloudWatch::Alarm",
    "Properties": {
        "AlarmDescription": "nobody writes",
        "Namespace": "AWS/Logs",
        "MetricName": "IncomingLogEvents",
        "Dimensions": [{"Name": "LogGroupName", "Value": {"Ref": "Group"}}],
        "Statistic": "Sum",
        "Period": 300,
        "EvaluationPeriods": 3,
        "Threshold": 1,
        "ComparisonOperator": "LessThanThreshold",
        "TreatMissingData": "breaching",
    },
}


class LogCountTest(unittest.TestCase):
    """What CloudWatch knows of a group without anybody's help."""

    def setUp(self) -> None:
        """Two groups, and an alarm on the silence of one."""
        self.aws = emulator()
        self.stack = f"counts-{self.id().rpartition('.')[2].replace('_', '-')}"
        group = {"Type": "AWS::Logs::LogGroup", "Properties": {}}
        stream = {"Type": "AWS::Logs::LogStream", "Properties": {"LogGroupName": {"Ref": "Group"}}}
        outputs = {"Group": {"Ref": "Group"}, "Stream": {"Ref": "Stream"}, "Other": {"Ref": "Other"}}
        self.aws.deploy(self.stack, {"Group": group, "Other": group, "Stream": stream, "Alarm": ALARM}, outputs)
        self.names = self.aws.outputs(self.stack)
        self.alarm = self.aws.resource(self.stack, "Alarm")

    def tearDown(self) -> None:
        """Removes the stack."""
        self.aws.delete(self.stack)

    def test_each_line_counts_for_its_group_alone(self) -> None:
        """As GetMetricStatistics shows."""
        self.write("one", "two")
        self.write("three")
        self.assertEqual([self.counted("Group"), self.counted("Other")], [3, 0])

    def test_lines_that_are_refused_do_not_count(self) -> None:
        """The stream is not there."""
        client = self.aws.client("logs")
        with self.assertRaises(client.exceptions.ResourceNotFoundException):
            self.write("one", stream="none")
        self.assertEqual(self.counted("Group"), 0)

    def test_silence_raises_the_alarm_and_lines_end_it(self) -> None:
        """In periods of two seconds, where AWS takes minutes."""
        for expected, writes in (("OK", True), ("ALARM", False), ("OK", True)):
            deadline = time.monotonic() + 60
            while (state := self.look(2)) != expected and time.monotonic() < deadline:
                if writes:
                    self.write("one")
                time.sleep(0.2)
            self.assertEqual(state, expected)

    def test_an_alarm_that_is_not_there_is_told(self) -> None:
        """A wrong name is no silence."""
        code, answer = self.aws.ask("POST", "alarms/look", {"alarm": "none", "period": 2})
        self.assertEqual(code, 404)
        self.assertIn("there is no 'none'", answer["error"])

    def write(self, *lines: str, stream: str = "") -> None:
        """Puts lines into the stream."""
        events = [{"timestamp": int(time.time() * 1000), "message": line} for line in lines]
        where = {"logGroupName": self.names["Group"], "logStreamName": stream or self.names["Stream"]}
        self.aws.client("logs").put_log_events(**where, logEvents=events)

    def look(self, period: int) -> str:
        """The state of the alarm, as if its periods had so many seconds."""
        code, answer = self.aws.ask("POST", "alarms/look", {"alarm": self.alarm, "period": period})
        self.assertEqual(code, 200, answer)
        return str(answer["state"])

    def counted(self, group: str) -> float:
        """How many lines a group has taken in the last hour."""
        now = datetime.now(UTC)
        found = self.aws.client("cloudwatch").get_metric_statistics(
            Namespace="AWS/Logs",
            MetricName="IncomingLogEvents",
            Dimensions=[{"Name": "LogGroupName", "Value": self.names[group]}],
            StartTime=now - timedelta(hours=1),
            EndTime=now + timedelta(minutes=1),
            Period=3600,
            Statistics=["Sum"],
        )
        return float(sum(point["Sum"] for point in found["Datapoints"]))
