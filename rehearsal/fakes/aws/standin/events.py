"""Events that services of AWS send to EventBridge; rules of the app, for example its alarms, take them from there."""

from __future__ import annotations

import json
from typing import Any

from ministack.services import eventbridge


def patterns() -> list[dict[str, Any]]:
    """What the rules of the account and region wait for."""
    return [json.loads(rule["EventPattern"]) for rule in eventbridge._rules.values() if rule.get("EventPattern")]


def send(source: str, kind: str, detail: dict[str, Any], resources: tuple[str, ...] = ()) -> None:
    """Sends one event, as a service whose name begins with `aws.` does and no client may."""
    entry = {"Source": source, "DetailType": kind, "Detail": json.dumps(detail), "Resources": list(resources)}
    eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)
