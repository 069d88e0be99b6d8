"""When a metric alarm changes its state, by the rules of CloudWatch's user guide; no clock and no store in here.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
#: How many periods CloudWatch looks at beyond those it evaluates: some, says the guide, and its tables have two.
_BEYOND = 2


@dataclass(frozen=True)
class Rule:
    """What an alarm compares, and how often it must hold."""

    comparison: str
    threshold: float
    evaluation_periods: int
    datapoints_to_alarm: int
    #: breaching, notBreaching, ignore or missing.
    missing: str

    @property
    def looks_at(self) -> int:
        """How many periods are looked at."""
        return self.evaluation_periods + _BEYOND

    def breaches(self, value: float) -> bool:
        """Whether one data point is beyond the threshold."""
        return _COMPARISONS[self.comparison](value, self.threshold)


def state_of(rule: Rule, points: Sequence[float | None], state: str) -> str:
    """The state after a look at the last periods.

    `points` has a value for each period, the oldest first, None for a period without data; `state` is the one before.
    """
    periods = [None if point is None else rule.breaches(point) for point in points[-rule.looks_at :]]
    known = [one for one in periods if one is not None]
    if len(known) >= rule.evaluation_periods:
        # There is enough: what is missing does not count, however it is to be treated.
        return _decided(rule, sum(known[-rule.evaluation_periods :]))
    filled = rule.evaluation_periods - len(known)
    if rule.missing == "breaching":
        return _decided(rule, sum(known) + filled)
    if rule.missing == "notBreaching":
        return _decided(rule, sum(known))
    if not known:
        return "INSUFFICIENT_DATA" if rule.missing == "missing" else state
    if not all(known) or sum(known) >= rule.datapoints_to_alarm:
        return _decided(rule, sum(known))
    return state if rule.missing == "ignore" else _early(rule, periods, state)


def _decided(rule: Rule, breaching: int) -> str:
    return "ALARM" if breaching >= rule.datapoints_to_alarm else "OK"


def _early(rule: Rule, periods: list[bool | None], state: str) -> str:
    """All that is known breaches, and something is missing: an alarm once the oldest of it is old enough."""
    age = len(periods) - periods.index(True)
    return "ALARM" if age >= rule.datapoints_to_alarm else state
