"""When AWS Budgets mails: a notification whose threshold is passed mails its addresses, once while it is passed.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html
Nothing is billed here, so the rehearsal says what was spent and what is forecast. The words of the mail are the
stand-in's own.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from standin import recorder, subscriptions
from standin.schemas import Properties

TYPE = "AWS::Budgets::Budget"
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "GREATER_THAN": operator.gt,
    "LESS_THAN": operator.lt,
    "EQUAL_TO": operator.eq,
}
#: Budget, type and threshold of each notification that is in alarm.
_PASSED: set[tuple[str, str, float]] = set()


def described() -> list[dict[str, Any]]:
    """The name of every budget, with its amount."""
    return [{"name": name, "amount": _amount(properties)} for name, properties in _budgets().items()]


def play(name: str, actual: float, forecast: float) -> None:
    """Says what the budget's month has cost so far and is going to cost, in its unit; raises KeyError for no budget."""
    properties = _budgets()[name]
    costs = {"ACTUAL": actual, "FORECASTED": forecast}
    for one in properties.get("NotificationsWithSubscribers", []):
        notification = one["Notification"]
        kind, threshold = str(notification["NotificationType"]), float(notification["Threshold"])
        limit = threshold if notification.get("ThresholdType") == "ABSOLUTE_VALUE" else _percent(threshold, properties)
        key = (name, kind, threshold)
        if not _COMPARISONS[str(notification["ComparisonOperator"])](costs[kind], limit):
            _PASSED.discard(key)
        elif key not in _PASSED:
            _PASSED.add(key)
            _mail(one["Subscribers"], f"{name}: the {kind} cost of {costs[kind]:g} is beyond {limit:g}")


def _budgets() -> dict[str, Properties]:
    return {name: properties for kind, name, properties in recorder.records() if kind == TYPE}


def _amount(properties: Properties) -> float:
    return float(properties["Budget"]["BudgetLimit"]["Amount"])


def _percent(threshold: float, properties: Properties) -> float:
    return threshold / 100 * _amount(properties)


def _mail(subscribers: list[dict[str, Any]], message: str) -> None:
    """Unlike one of a topic, an address of a budget has nothing to confirm."""
    for subscriber in subscribers:
        if subscriber["SubscriptionType"] == "EMAIL":
            subscriptions.deliver(str(subscriber["Address"]), "AWS Budgets", message)
