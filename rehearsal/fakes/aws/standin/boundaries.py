"""Permissions boundaries: MiniStack keeps a role's from the IAM API alone, and knows no tags in their conditions."""

from __future__ import annotations

from collections.abc import Callable

from ministack.core import iam_evaluator
from ministack.services import iam

from standin.handlers import keep
from standin.schemas import Properties

_TAGS = "aws:resourcetag/"


def _keep(physical_id: str, properties: Properties) -> None:
    role = iam._roles[physical_id]
    if properties.get("PermissionsBoundary"):
        role["PermissionsBoundary"] = properties["PermissionsBoundary"]
    else:
        role.pop("PermissionsBoundary", None)


def _look_up_tags() -> None:
    """MiniStack looks a resource's tags up when a policy of the caller asks for them, not when its boundary does."""
    named: Callable[..., bool] = iam_evaluator._names_condition_key
    iam_evaluator._names_condition_key = lambda policies, prefix: prefix == _TAGS or named(policies, prefix)


def install() -> None:
    """Lets boundaries bound."""
    _look_up_tags()
    keep("AWS::IAM::Role", _keep)
