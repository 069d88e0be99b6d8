"""Events that services of AWS send to EventBridge; rules of the app, for example its alarms, take them from there."""

from __future__ import annotations

import json
from typing import Any

from ministack.services import eventbridge


def rules() -> list[dict[str, Any]]:
    """What the rules of the account and region wait for, and the text that each makes of it for its targets."""
    return [
        {"pattern": json.loads(rule["EventPattern"]), "texts": _texts(key)}
        for key, rule in eventbridge._rules.items()
        if rule.get("EventPattern")
    ]


def _texts(rule: str) -> list[str]:
    targets = eventbridge._targets.get(rule, [])
    return [text for one in targets if (text := one.get("InputTransformer", {}).get("InputTemplate"))]


def send(source: str, kind: str, detail: dict[str, Any], resources: tuple[str, ...] = ()) -> None:
    """Sends one event, as a service whose name begins with `aws.` does and no client may."""
    entry = {"Source": source, "DetailType": kind, "Detail": json.dumps(detail), "Resources": list(resources)}
    eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)
