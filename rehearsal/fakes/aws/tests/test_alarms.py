"""Alarms, from their numbers to the mail."""

from __future__ import annotations

import time
import unittest

from tests.emulator import emulator

ADDRESS = "alarms@example.com"
ALARM = {
    "Type": "AWS::CloudWatch::Alarm",
    "Properties": {
        "AlarmDescription": "what it means",
        "Namespace": "AWS/RDS",
        "MetricName": "FreeStorageSpace",
        "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": "blog"}],
        "Statistic": "Minimum",
        "Period": 300,
        "EvaluationPeriods": 3,
        "Threshold": 100,
        "ComparisonOperator": "LessThanThreshold",
        "TreatMissingData": "missing",
        "AlarmActions": [{"Ref": "Topic"}],
    },
}
PATTERN = {"source": ["aws.backup"], "resources": ["vault"], "detail": {"state": ["FAILED"]}}
RULE = {
    "Type": "AWS::Events::Rule",
    "Properties": {
        "EventPattern": PATTERN,
        "Targets": [{"Id": "mail", "Arn": {"Ref": "Topic"}, "Input": '"a backup failed"'}],
    },
}
TEXT = [
    {
        "Id": "mail",
        "Arn": "arn:aws:sns:eu-west-1:123456789012:nobody",
        "InputTransformer": {"InputPathsMap": {"state": "$.detail.state"}, "InputTemplate": '"it ended as <state>"'},
    }
]


class AlarmTest(unittest.TestCase):
    """What wakes a person."""

    def setUp(self) -> None:
        """A stack with an alarm and a rule, and an address that has confirmed."""
        self.aws = emulator()
        self.stack = f"alarm-{self.id().rpartition('.')[2].replace('_', '-')}"
        topic = {
            "Type": "AWS::SNS::Topic",
            "Properties": {"Subscription": [{"Protocol": "email", "Endpoint": ADDRESS}]},
        }
        self.aws.deploy(self.stack, {"Topic": topic, "Alarm": ALARM, "Rule": RULE})
        self.alarm = self.aws.resource(self.stack, "Alarm")
        self.aws.ask("POST", "subscriptions/confirm", {"address": ADDRESS})
        self.before = len(self.mails())

    def tearDown(self) -> None:
        """Removes the stack."""
        self.aws.delete(self.stack)

    def mails(self) -> list[dict[str, str]]:
        """What was mailed so far."""
        found: list[dict[str, str]] = self.aws.ask("GET", "mails")[1]["mails"]
        return found

    def play(self, *values: float | None) -> str:
        """The state of the alarm after these values."""
        code, answer = self.aws.ask("POST", "alarms/play", {"alarm": self.alarm, "values": list(values)})
        self.assertEqual(code, 200, answer)
        return str(answer["state"])

    def test_is_mailed_with_its_meaning_once_it_has_lasted(self) -> None:
        """Two periods are not three."""
        self.assertEqual(self.play(200, 200, 200, 50, 50), "OK")
        self.assertEqual(self.play(200, 200, 50, 50, 50), "ALARM")
        new = self.mails()[self.before :]
        self.assertEqual([mail["address"] for mail in new], [ADDRESS])
        self.assertIn("what it means", new[0]["message"])
        self.assertIn(f'ALARM: "{self.alarm}"', new[0]["subject"])

    def test_does_not_look_at_another_database(self) -> None:
        """The dimensions tell them apart."""
        datum = {"MetricName": "FreeStorageSpace", "Value": 1, "Timestamp": time.time() - 400}
        dimensions = [{"Name": "DBInstanceIdentifier", "Value": "another"}]
        client = self.aws.client("cloudwatch")
        client.put_metric_data(Namespace="AWS/RDS", MetricData=[{**datum, "Dimensions": dimensions}])
        state = client.describe_alarms(AlarmNames=[self.alarm])["MetricAlarms"][0]["StateValue"]
        self.assertEqual(state, "INSUFFICIENT_DATA")

    def test_an_event_of_a_service_is_mailed_by_its_rule(self) -> None:
        """AWS Backup says how a job ended, and in which vault."""
        for vault, state in (("vault", "COMPLETED"), ("another", "FAILED"), ("vault", "FAILED")):
            event = {"source": "aws.backup", "type": "Backup Job State Change", "detail": {"state": state}}
            self.assertEqual(self.aws.ask("POST", "events", {**event, "resources": [vault]})[0], 200)
        deadline = time.monotonic() + 60
        while len(self.mails()) == self.before and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual([mail["message"] for mail in self.mails()[self.before :]], ['"a backup failed"'])

    def test_a_rule_is_listed_with_the_text_that_it_makes(self) -> None:
        """By that one finds out which alarm it is."""
        properties = {"EventPattern": PATTERN, "Targets": TEXT}
        self.aws.deploy(f"{self.stack}-text", {"Rule": {"Type": "AWS::Events::Rule", "Properties": properties}})
        listed = self.aws.ask("GET", "rules")[1]["rules"]
        self.aws.delete(f"{self.stack}-text")
        texts = [one["texts"] for one in listed if one["pattern"] == PATTERN]
        self.assertEqual(sorted(texts), [[], ['"it ended as <state>"']])

    def test_those_of_another_region_are_played_there(self) -> None:
        """CloudFront has its alarms in one region, wherever the rest is."""
        self.assertEqual(self.aws.ask("GET", "alarms?region=us-east-1")[1]["alarms"], [])
        played = {"alarm": self.alarm, "values": [1]}
        self.assertEqual(self.aws.ask("POST", "alarms/play?region=us-east-1", played)[0], 404)

    def test_an_alarm_that_is_not_there_is_told(self) -> None:
        """A wrong name is no silence."""
        code, answer = self.aws.ask("POST", "alarms/play", {"alarm": "none", "values": [1]})
        self.assertEqual(code, 404)
        self.assertIn("there is no 'none'", answer["error"])

    def test_nobody_is_mailed_before_the_address_has_confirmed(self) -> None:
        """AWS sends nothing before."""
        topic = self.aws.client("sns").create_topic(Name=f"{self.stack}-other")["TopicArn"]
        self.aws.client("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint="new@example.com")
        self.aws.client("sns").publish(TopicArn=topic, Subject="hello", Message="hello")
        self.assertEqual(self.mails()[self.before :], [])
