"""Refuses properties that CloudFormation would refuse, with the path of each, before a resource is touched."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from typing import Any

from cfnlint.api import lint
from cfnlint.core import get_rules
from ministack.core.responses import get_region
from ministack.services.cloudformation import stacks

from standin.handlers import ResourceError
from standin.schemas import Properties

_SHOWN_VALUES = 8
#: What cfn-lint says that AWS does not refuse: rule id -> whether the value is fine.
_ACCEPTED: dict[str, Callable[[Properties], bool]] = {
    # RDS takes a major version alone and chooses the minor one (CreateDBInstance, EngineVersion).
    "E3691": lambda properties: re.fullmatch(r"\d+\.\d+", str(properties.get("EngineVersion"))) is not None,
}
_RULES = get_rules([], [], ["E3"])
#: The rules keep state while they run, and stacks are updated on several threads.
_ONE_AT_A_TIME = threading.Lock()


class InvalidPropertiesError(ResourceError):
    """One or more properties break the resource's schema; the message holds a line for each."""


def check(resource_type: str, logical_id: str, properties: Properties, region: str) -> None:
    """Checks resolved properties against CloudFormation's schema; raises InvalidPropertiesError."""
    if resource_type.startswith("Custom::") or resource_type == "AWS::CloudFormation::CustomResource":
        return
    template = {"Resources": {"R": {"Type": resource_type, "Properties": _without_system_tags(properties)}}}
    lines = []
    with _ONE_AT_A_TIME:
        matches = lint(json.dumps(template), rules=_RULES, regions=[region])
    for match in matches:
        accepted = _ACCEPTED.get(match.rule.id)
        if not match.rule.id.startswith("E3") or (accepted and accepted(properties)):
            continue
        path = "/".join(str(part) for part in (match.path or [])[3:])
        lines.append(f"#/{path}: {_shortened(match.message)}")
    if lines:
        raise InvalidPropertiesError(
            f"Properties validation failed for resource {logical_id} with message:\n" + "\n".join(sorted(set(lines)))
        )


def _without_system_tags(properties: Properties) -> Properties:
    """The properties without the tags that CloudFormation adds and no template may hold."""

    def own(name: str, value: Any) -> Any:
        if not name.endswith("Tags"):
            return value
        if isinstance(value, dict):
            return {k: v for k, v in value.items() if not k.startswith("aws:")}
        if isinstance(value, list):
            return [tag for tag in value if not (isinstance(tag, dict) and str(tag.get("Key")).startswith("aws:"))]
        return value

    kept = {name: own(name, value) for name, value in properties.items()}
    return {name: value for name, value in kept.items() if value != [] or properties[name] == []}


def _shortened(message: str) -> str:
    """A message that lists hundreds of allowed values, cut to a few."""

    def cut(found: re.Match[str]) -> str:
        values = found.group(1).split(", ")
        if len(values) <= _SHOWN_VALUES:
            return found.group(0)
        return f"one of [{', '.join(values[:_SHOWN_VALUES])}, ... {len(values) - _SHOWN_VALUES} more]"

    return re.sub(r"one of \[(.*?)\]", cut, message, flags=re.DOTALL)


def install() -> None:
    """Checks before every create and update that a stack makes; rollbacks go to properties that were checked."""
    provision: Callable[..., Any] = stacks._provision_resource
    update: Callable[..., Any] = stacks._update_keeping_seed

    def checked_provision(resource_type: str, logical_id: str, properties: Properties, stack: str) -> Any:
        check(resource_type, logical_id, properties, get_region())
        return provision(resource_type, logical_id, properties, stack)

    def checked_update(resource_type: str, physical_id: str, old: Properties, new: Properties, *rest: Any) -> Any:
        if old != new:
            check(resource_type, str(rest[1]), new, get_region())
        return update(resource_type, physical_id, old, new, *rest)

    stacks._provision_resource = checked_provision
    stacks._update_keeping_seed = checked_update
