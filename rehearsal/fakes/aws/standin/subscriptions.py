"""E-mail subscriptions wait until somebody follows the link in the mail; MiniStack takes them as confirmed.

https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.services import sns

#: Topic and address of every link that was followed.
_CONFIRMED: set[tuple[str, str]] = set()


def _by_mail() -> list[tuple[str, str, str]]:
    """Topic, address and ARN of every e-mail subscription."""
    return [
        (str(topic["arn"]), str(one["endpoint"]), str(one["arn"]))
        for _key, topic in sns._topics.all_items()
        for one in topic["subscriptions"]
        if one["protocol"] == "email"
    ]


def confirm(address: str) -> int:
    """What the owner of an address does once in the mail program. Returns how many subscriptions that confirms."""
    found = {(topic, endpoint) for topic, endpoint, _arn in _by_mail() if endpoint == address}
    _CONFIRMED.update(found)
    return len(found)


def install() -> None:
    """Shows what waits as AWS does: with a word in the place of the ARN."""
    inner: Callable[..., Any] = sns._list_subscriptions_by_topic

    def list_by_topic(parameters: Any) -> Any:
        status, headers, body = inner(parameters)
        for topic, endpoint, arn in _by_mail():
            if (topic, endpoint) not in _CONFIRMED:
                own = f"<SubscriptionArn>{arn}</SubscriptionArn>".encode()
                body = body.replace(own, b"<SubscriptionArn>PendingConfirmation</SubscriptionArn>")
        return status, headers, body

    sns._list_subscriptions_by_topic = list_by_topic
