"""How many lines a log group has taken, a metric that CloudWatch Logs publishes by itself; MiniStack publishes none.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.services import cloudwatch_logs

from standin import alarms

Response = tuple[int, dict[str, str], bytes]


def _counting(inner: Callable[[dict[str, Any]], Response]) -> Callable[[dict[str, Any]], Response]:
    def put(asked: dict[str, Any]) -> Response:
        answer = inner(asked)
        lines = len(asked.get("logEvents", []))
        if answer[0] == 200 and lines > 0:
            group = {"LogGroupName": str(asked["logGroupName"])}
            alarms.count("AWS/Logs", "IncomingLogEvents", group, lines)
        return answer

    return put


def install() -> None:
    """Counts what PutLogEvents takes, by whichever protocol it came."""
    cloudwatch_logs._put_log_events = _counting(cloudwatch_logs._put_log_events)
