"""A change of outputs alone is one: the change set lists nothing, and can be executed. MiniStack takes it for none.

Stacks that read each other's outputs need it: an output that is read for the first time may be all that changes.
https://github.com/aws/aws-cdk/pull/2029
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import handlers

_OPERATION = "CreateChangeSet"
_NOTHING = "The submitted information didn't contain changes."
_ID = re.compile(rb"<Id>([^<]+)</Id>")


def _is_of_outputs(change_set: dict[str, Any]) -> bool:
    if change_set["ChangeSetType"] != "UPDATE" or not change_set["StatusReason"].startswith(_NOTHING):
        return False
    stack = cloudformation._stacks.get(change_set["StackName"]) or {}
    deployed = (stack.get("_template") or {}).get("Outputs", {})
    return bool(change_set["_template"].get("Outputs", {}) != deployed)


def install() -> None:
    """Takes such a change set for one with changes."""
    inner: Callable[[Any], Any] = handlers._ACTION_HANDLERS[_OPERATION]

    def create(parameters: Any) -> Any:
        answer = inner(parameters)
        found = _ID.search(answer[2])
        change_set = cloudformation._change_sets.get(found[1].decode()) if found else None
        if change_set is not None and _is_of_outputs(change_set):
            change_set.update(Status="CREATE_COMPLETE", ExecutionStatus="AVAILABLE", StatusReason="")
        return answer

    handlers._ACTION_HANDLERS[_OPERATION] = create
