"""Stack policies: MiniStack keeps them; here an update that one denies fails, and is rolled back.

Which actions there are, and that they judge updates only:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import provisioners, stacks

from standin.handlers import ResourceError
from standin.schemas import Properties

Stack = Mapping[str, Any]
#: What a rollback puts back; the resources are the old ones still.
_REVERTED = ("_template", "_resolved_params", "_template_body", "Parameters", "Tags", "Outputs", "_conditions")


def denial(policy: str, action: str, logical_id: str) -> str | None:
    """Why a policy denies an action on a resource, in CloudFormation's words; None when it allows it.

    A deny overrides an allow, and what no statement allows is denied. Conditions are refused: nothing here writes one.
    """
    if not policy:
        return None
    resource, allowed = f"LogicalResourceId/{logical_id}", False
    for number, statement in enumerate(json.loads(policy)["Statement"], start=1):
        if "Condition" in statement:
            raise ResourceError("the stand-in does not evaluate conditions of stack policies")
        if _matches(statement["Action"], action) and _matches(statement["Resource"], resource):
            if statement["Effect"] == "Deny":
                return _words(f"Statement [#{number}] does not allow", action, resource)
            allowed = True
    return None if allowed else _words("No statement allows", action, resource)


def _matches(patterns: str | list[str], text: str) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in ([patterns] if isinstance(patterns, str) else patterns))


def _words(who: str, action: str, resource: str) -> str:
    return f"Action denied by stack policy: {who} [{action}] for resource [{resource}];"


def _refuse_replacement() -> None:
    update: Callable[..., Any] = stacks._update_keeping_seed

    def update_keeping_seed(kind: str, physical_id: str, old: Properties, new: Properties, *rest: Any) -> Any:
        stack, logical_id = cloudformation._stacks[rest[0]], str(rest[1])
        if stack["StackStatus"] == "UPDATE_IN_PROGRESS" and provisioners._replacing_change(kind, old, new):
            refused = denial(stack.get("_stack_policy", ""), "Update:Replace", logical_id)
            if refused:
                raise ResourceError(refused)
        return update(kind, physical_id, old, new, *rest)

    stacks._update_keeping_seed = update_keeping_seed


def _refuse_removal() -> None:
    """Before anything changes, where MiniStack validates what an update brings."""
    validate: Callable[..., bool] = stacks._fail_property_validation

    def fail_validation(
        stack: dict[str, Any], stack_id: str, name: str, definitions: Any, *rest: Any, **more: Any
    ) -> bool:
        previous = more.get("previous_stack") or {}
        removed = [one for one in previous.get("_resources", {}) if one not in definitions]
        denied = {one: denial(stack.get("_stack_policy", ""), "Update:Delete", one) for one in removed}
        refused = {one: why for one, why in denied.items() if why}
        if not refused:
            return validate(stack, stack_id, name, definitions, *rest, **more)
        for logical_id, why in refused.items():
            kind = previous["_resources"][logical_id]["ResourceType"]
            stacks._add_event(stack_id, name, logical_id, kind, "UPDATE_FAILED", why)
        _roll_back(stack, stack_id, name, previous, list(refused))
        return True

    stacks._fail_property_validation = fail_validation


def _roll_back(stack: dict[str, Any], stack_id: str, name: str, previous: Stack, failed: list[str]) -> None:
    stack.update({key: previous[key] for key in _REVERTED if key in previous})
    reason = f"The following resource(s) failed to update: [{', '.join(failed)}]."
    for status, why in (("UPDATE_ROLLBACK_IN_PROGRESS", reason), ("UPDATE_ROLLBACK_COMPLETE", "")):
        stacks._add_event(stack_id, name, name, "AWS::CloudFormation::Stack", status, why, stack_id)
        stack["StackStatus"] = status


def install() -> None:
    """Lets stack policies deny."""
    _refuse_replacement()
    _refuse_removal()
