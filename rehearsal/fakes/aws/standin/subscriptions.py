"""E-mail subscriptions wait until somebody follows the link in the mail; MiniStack takes them as confirmed.

https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ministack.services import sns

#: Topic and address of every link that was followed.
_CONFIRMED: set[tuple[str, str]] = set()
#: What was mailed, the oldest first.
_MAILS: list[dict[str, str]] = []


def mails() -> list[dict[str, str]]:
    """Everything that was mailed since the start, the oldest first: address, subject, message."""
    return list(_MAILS)


def deliver(address: str, subject: str, message: str) -> None:
    """Mails to an address."""
    _MAILS.append({"address": address, "subject": subject, "message": message})


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


def _mail(inner: Callable[..., Any], topic_arn: str, identifier: str, message: str, subject: str, *rest: Any) -> None:
    """Mails to those who have confirmed, and to nobody else."""
    inner(topic_arn, identifier, message, subject, *rest)
    for topic, address, _arn in _by_mail():
        if topic == topic_arn and (topic, address) in _CONFIRMED:
            deliver(address, subject, message)


def install() -> None:
    """Mails, and shows what waits as AWS does: with a word in the place of the ARN."""
    fanout: Callable[..., Any] = sns._fanout
    sns._fanout = lambda *arguments, **named: _mail(partial(fanout, **named), *arguments)
    inner: Callable[..., Any] = sns._list_subscriptions_by_topic

    def list_by_topic(parameters: Any) -> Any:
        status, headers, body = inner(parameters)
        for topic, endpoint, arn in _by_mail():
            if (topic, endpoint) not in _CONFIRMED:
                own = f"<SubscriptionArn>{arn}</SubscriptionArn>".encode()
                body = body.replace(own, b"<SubscriptionArn>PendingConfirmation</SubscriptionArn>")
        return status, headers, body

    sns._list_subscriptions_by_topic = list_by_topic
