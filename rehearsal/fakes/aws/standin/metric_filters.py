"""What metric filters of a log group make of the lines that it takes; MiniStack keeps filters, and looks at no line.

One kind of pattern is understood, a comparison of one number in a JSON line, and two kinds of value: a number in it,
and one that the filter names. Any other filter is refused: one that matched nothing would look
like quiet pods.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
"""

from __future__ import annotations

import json
import operator
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from ministack.core.responses import error_response_json
from ministack.services import cloudwatch_logs

from standin import alarms

Response = tuple[int, dict[str, str], bytes]
Handler = Callable[[dict[str, Any]], Response]
Filter = dict[str, Any]

_PATH = r"\$((?:\.[A-Za-z0-9_-]+)+)"
_PATTERN = re.compile(rf"\{{ {_PATH} (>=|<=|!=|=|>|<) (-?\d+(?:\.\d+)?) \}}")
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def fault_of(pattern: str, transformations: list[dict[str, Any]]) -> str | None:
    """What is not understood of a filter."""
    if not _PATTERN.fullmatch(pattern):
        return f"the pattern {pattern!r}: write a comparison of one number, as {{ $.attributes.size >= 0 }}"
    if len(transformations) != 1:
        return f"{len(transformations)} transformations: write one"
    known = {"metricName", "metricNamespace", "metricValue", "unit"}
    others = sorted(set(transformations[0]) - known)
    if others:
        return f"{', '.join(others)} of a transformation"
    value = str(transformations[0].get("metricValue", ""))
    if not re.fullmatch(_PATH, value) and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return f"the value {value!r}: write a number, or the place of one, as $.attributes.size"
    return None


def values_of(one: Filter, lines: Iterable[str]) -> list[float | None]:
    """What a filter makes of each line: a number, or None where the line does not match, or has none."""
    path, comparison, bound = _matched(one["filterPattern"])
    value = str(one["metricTransformations"][0]["metricValue"])
    return [_value(line, path, lambda found: _COMPARISONS[comparison](found, bound), value) for line in lines]


def _matched(pattern: str) -> tuple[str, str, float]:
    found = _PATTERN.fullmatch(pattern)
    if found is None:
        raise ValueError(pattern)
    return found[1], found[2], float(found[3])


def _value(line: str, path: str, matches: Callable[[float], bool], value: str) -> float | None:
    try:
        document = json.loads(line)
    except ValueError:
        return None
    found = _number(document, path)
    if found is None or not matches(found):
        return None
    return _number(document, value.removeprefix("$")) if value.startswith("$") else float(value)


def _number(document: Any, path: str) -> float | None:
    """The number at a place; a text that looks like one is none."""
    for step in path.removeprefix(".").split("."):
        if not isinstance(document, dict):
            return None
        document = document.get(step)
    return float(document) if isinstance(document, (int, float)) and not isinstance(document, bool) else None


def _refusing(inner: Handler) -> Handler:
    def put(asked: dict[str, Any]) -> Response:
        fault = fault_of(str(asked.get("filterPattern", "")), asked.get("metricTransformations", []))
        if fault is not None:
            text = f"The rehearsal's CloudWatch Logs does not understand {fault}"
            refused: Response = error_response_json("InvalidParameterException", text, 400)
            return refused
        return inner(asked)

    return put


def _publishing(inner: Handler) -> Handler:
    def put(asked: dict[str, Any]) -> Response:
        answer = inner(asked)
        if answer[0] == 200:
            events = asked.get("logEvents", [])
            for (group, _), one in list(cloudwatch_logs._metric_filters.items()):
                if group == asked["logGroupName"]:
                    _publish(one, events)
        return answer

    return put


def _publish(one: Filter, events: list[dict[str, Any]]) -> None:
    """A line counts at its own time."""
    seconds: dict[int, list[float]] = defaultdict(list)
    for event, value in zip(events, values_of(one, (str(event["message"]) for event in events)), strict=True):
        if value is not None:
            seconds[int(event["timestamp"]) // 1000].append(value)
    to = one["metricTransformations"][0]
    for second, values in seconds.items():
        alarms.report(str(to["metricNamespace"]), str(to["metricName"]), str(to.get("unit", "None")), second, values)


def install() -> None:
    """Has PutLogEvents feed the filters of its group, and PutMetricFilter refuse what is not understood here."""
    cloudwatch_logs._put_metric_filter = _refusing(cloudwatch_logs._put_metric_filter)
    cloudwatch_logs._put_log_events = _publishing(cloudwatch_logs._put_log_events)
