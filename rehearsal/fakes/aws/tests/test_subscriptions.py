"""A mail address hears of a topic once its owner has agreed."""

from __future__ import annotations

import unittest

from tests.emulator import emulator


class SubscriptionTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        subscription = {"Protocol": "email", "Endpoint": "alarms@example.com"}
        topic = {"Type": "AWS::SNS::Topic", "Properties": {"Subscription": [subscription]}}
        self.assertEqual(self.aws.deploy("alarm", {"Topic": topic}), "CREATE_COMPLETE", self.aws.reasons("alarm"))

    def tearDown(self) -> None:
        self.aws.delete("alarm")

    def states(self) -> list[str]:
        topic = self.aws.resource("alarm", "Topic")
        found = self.aws.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
        return [str(one["SubscriptionArn"]) for one in found]

    def test_it_waits_until_the_link_in_the_mail_is_followed(self) -> None:
        self.assertEqual(self.states(), ["PendingConfirmation"])
        body = {"address": "alarms@example.com"}
        self.assertEqual(self.aws.ask("POST", "subscriptions/confirm", body), (200, {"confirmed": 1}))
        self.assertRegex(self.states()[0], "^arn:aws:sns:")

    def test_the_link_of_nobody_leads_nowhere(self) -> None:
        self.assertEqual(self.aws.ask("POST", "subscriptions/confirm", {"address": "nobody@example.com"})[0], 404)
