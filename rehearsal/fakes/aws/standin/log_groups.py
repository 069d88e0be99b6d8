"""A log group without a name: CloudFormation makes one up that begins with the stack's, and MiniStack another.

Policies tell the groups of a blog by that beginning.
"""

from __future__ import annotations

from collections.abc import Callable

from standin.handlers import Made, physical_name, wrap
from standin.schemas import Properties

_TYPE = "AWS::Logs::LogGroup"
_NAME = "LogGroupName"
_LONGEST = 512


def _created(inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
    name = properties.get(_NAME) or physical_name(stack, logical_id, _LONGEST)
    return inner(logical_id, {**properties, _NAME: name}, stack)


def _updated(inner: Callable[..., Made], physical_id: str, old: Properties, new: Properties, *rest: str) -> Made:
    """A group that has a generated name keeps it."""
    if old.get(_NAME) or new.get(_NAME):
        return inner(physical_id, old, new, *rest)
    return inner(physical_id, {**old, _NAME: physical_id}, {**new, _NAME: physical_id}, *rest)


def install() -> None:
    """Names them as CloudFormation does."""
    wrap(_TYPE, "create", _created)
    wrap(_TYPE, "update", _updated)
