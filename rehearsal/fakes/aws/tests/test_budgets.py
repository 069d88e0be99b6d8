"""Budgets, from what was spent to the mail."""

from __future__ import annotations

import unittest

from tests.emulator import emulator

ADDRESS = "owner@example.com"


def _mails(kind: str, threshold: int) -> dict[str, object]:
    return {
        "Notification": {
            "NotificationType": kind,
            "Threshold": threshold,
            "ThresholdType": "PERCENTAGE",
            "ComparisonOperator": "GREATER_THAN",
        },
        "Subscribers": [{"SubscriptionType": "EMAIL", "Address": ADDRESS}],
    }


class BudgetTest(unittest.TestCase):
    """What tells that a month gets dear."""

    def setUp(self) -> None:
        """A stack with a budget of 300 dollars."""
        self.aws = emulator()
        self.name = self.id().rpartition(".")[2].replace("_", "-")
        limit = {"Amount": 300, "Unit": "USD"}
        self.budget = {"BudgetName": self.name, "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": limit}
        told = [_mails("ACTUAL", 80), _mails("FORECASTED", 100)]
        properties = {"Budget": self.budget, "NotificationsWithSubscribers": told}
        self.aws.deploy(self.name, {"Budget": {"Type": "AWS::Budgets::Budget", "Properties": properties}})

    def tearDown(self) -> None:
        """Removes the stack."""
        self.aws.delete(self.name)

    def told(self, actual: float, forecast: float) -> list[str]:
        """What is mailed because the month has cost and is going to cost so much."""
        before = len(self.aws.ask("GET", "mails")[1]["mails"])
        costs = {"budget": self.name, "actual": actual, "forecast": forecast}
        self.assertEqual(self.aws.ask("POST", "budgets/play", costs)[0], 200)
        new = self.aws.ask("GET", "mails")[1]["mails"][before:]
        self.assertEqual([mail["address"] for mail in new if mail["address"] != ADDRESS], [])
        return [mail["message"] for mail in new]

    def test_mails_once_what_passes_its_threshold_and_no_other(self) -> None:
        """A threshold that is met is not passed, and one that stays passed is told once."""
        self.assertEqual(self.told(240, 300), [])
        self.assertEqual(self.told(241, 300), [f"{self.name}: the ACTUAL cost of 241 is beyond 240"])
        self.assertEqual(self.told(250, 301), [f"{self.name}: the FORECASTED cost of 301 is beyond 300"])
        self.assertEqual(self.told(260, 320), [])

    def test_mails_again_once_a_forecast_was_lower(self) -> None:
        """It is passed for another time."""
        self.assertEqual(len(self.told(0, 301)), 1)
        self.assertEqual(self.told(0, 299), [])
        self.assertEqual(len(self.told(0, 301)), 1)

    def test_is_listed_with_its_amount(self) -> None:
        """As the rehearsal finds it."""
        self.assertIn({"name": self.name, "amount": 300}, self.aws.ask("GET", "budgets")[1]["budgets"])

    def test_one_that_is_not_there_is_told(self) -> None:
        """A wrong name is no silence."""
        code, answer = self.aws.ask("POST", "budgets/play", {"budget": "none", "actual": 1, "forecast": 1})
        self.assertEqual(code, 404)
        self.assertIn("there is no 'none'", answer["error"])
