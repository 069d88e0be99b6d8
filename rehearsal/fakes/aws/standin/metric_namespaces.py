"""What a policy on PutMetricData can ask for: the namespace. MiniStack knows no condition key of CloudWatch.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from ministack.core import iam_actions


def namespace_of(body: bytes) -> str:
    """The namespace that a request names, as JSON or as a form; empty when it names none."""
    if body[:1] == b"{":
        return str(json.loads(body).get("Namespace", ""))
    return parse_qs(body.decode(errors="replace")).get("Namespace", [""])[0]


def install() -> None:
    """Adds the key to what is asked of policies."""
    inner: Callable[[str, str, bytes, Any], dict[str, Any]] = iam_actions.request_tag_context

    def context(service: str, action: str, body: bytes, parameters: Any) -> dict[str, Any]:
        found = inner(service, action, body, parameters)
        if action != "cloudwatch:PutMetricData":
            return found
        return {**found, "cloudwatch:namespace": namespace_of(body)}

    iam_actions.request_tag_context = context
