"""Alarms are evaluated by CloudWatch's rules: MiniStack's own know no dimensions, no data points and no missing data.

An alarm is looked at when it is made, when a client publishes a metric, and when the rehearsal asks for it.
"""

from __future__ import annotations

import time
from typing import Any

from ministack.services import cloudwatch

from standin.alarm_rules import Rule, state_of

Alarm = dict[str, Any]


def evaluate(alarm: Alarm, now: float | None = None, period: int | None = None) -> None:
    """Looks at an alarm, and does what it asks for when its state changes.

    `now` is in seconds since 1970; `period`, in seconds, takes the place of the alarm's own.
    """
    state = str(alarm["StateValue"])
    rule = rule_of(alarm)
    periods = {**alarm, "Period": period or alarm["Period"]}
    new = state_of(rule, _points(periods, rule, time.time() if now is None else now), state)
    if new == state:
        return
    reason = f"Threshold Crossed: {rule.comparison} {rule.threshold:g}" if new != "INSUFFICIENT_DATA" else "no data"
    alarm.update(StateValue=new, StateReason=reason, StateUpdatedTimestamp=int(time.time()))
    cloudwatch._record_history(alarm["AlarmName"], state, new, reason)
    cloudwatch._dispatch_alarm_actions(alarm, state, new, reason)


def rule_of(alarm: Alarm) -> Rule:
    """The alarm's rule, as PutMetricAlarm wrote it."""
    periods = int(alarm["EvaluationPeriods"])
    return Rule(
        comparison=str(alarm["ComparisonOperator"]),
        threshold=float(alarm["Threshold"]),
        evaluation_periods=periods,
        datapoints_to_alarm=int(alarm.get("DatapointsToAlarm") or periods),
        missing=str(alarm.get("TreatMissingData") or "missing"),
    )


def described() -> list[Alarm]:
    """Every alarm of the account and region."""
    return [dict(alarm) for alarm in cloudwatch._alarms.values()]


def play(name: str, values: list[float | None]) -> str:
    """Puts values into the last whole periods of an alarm's metric, in the place of what was there, and looks at it.

    The newest value is the last; None is a period without data. Gives the alarm's state, or raises KeyError.
    """
    alarm, now = _named(name), time.time()
    period = int(alarm["Period"])
    start = now - now % period - period * len(values)
    cloudwatch._metrics[_key(alarm)] = [
        {"Timestamp": start + period * at, "Value": float(value), "Unit": "None", "Dimensions": _dimensions(alarm)}
        for at, value in enumerate(values)
        if value is not None
    ]
    evaluate(alarm, now)
    return str(alarm["StateValue"])


def look(name: str, period: int) -> str:
    """Looks at an alarm as if its periods had so many seconds, for a fault that would take a quarter of an hour.

    Gives the alarm's state, or raises KeyError.
    """
    alarm = _named(name)
    evaluate(alarm, period=period)
    return str(alarm["StateValue"])


def count(namespace: str, metric: str, dimensions: dict[str, str], value: float) -> None:
    """Adds to a metric of AWS's own. No alarm is looked at: by its own periods it would undo what `look` has found."""
    cloudwatch._store_datum(namespace, metric, dimensions, time.time(), "Count", value, None, None, None)


def report(namespace: str, metric: str, unit: str, second: int, values: list[float]) -> None:
    """Adds values of one second to a metric without dimensions; as with `count`, no alarm is looked at."""
    summed = {"SampleCount": len(values), "Sum": sum(values), "Minimum": min(values), "Maximum": max(values)}
    cloudwatch._store_datum(namespace, metric, {}, float(second), unit, None, None, None, summed)


def _named(name: str) -> Alarm:
    alarm: Alarm = dict(cloudwatch._alarms.items())[name]
    return alarm


def _dimensions(alarm: Alarm) -> dict[str, str]:
    return {str(one["Name"]): str(one["Value"]) for one in alarm.get("Dimensions", [])}


def _key(alarm: Alarm) -> tuple[str, str, Any]:
    return alarm["Namespace"], alarm["MetricName"], cloudwatch._dims_key(_dimensions(alarm))


def _points(alarm: Alarm, rule: Rule, now: float) -> list[float | None]:
    """The alarm's statistic for each of its last whole periods, the oldest first."""
    period = int(alarm["Period"])
    end = now - now % period
    points = cloudwatch._metrics.get(_key(alarm), [])
    starts = [end - period * back for back in range(rule.looks_at, 0, -1)]
    return [
        _statistic(alarm, [one for one in points if start <= one["Timestamp"] < start + period]) for start in starts
    ]


def _statistic(alarm: Alarm, points: list[dict[str, Any]]) -> float | None:
    if not points:
        return None
    value = cloudwatch._stat_value(cloudwatch._calc_stats(points), alarm["Statistic"], points)
    return None if value is None else float(value)


def install() -> None:
    """Puts the rules in the place of MiniStack's."""
    cloudwatch._evaluate_alarm = evaluate
