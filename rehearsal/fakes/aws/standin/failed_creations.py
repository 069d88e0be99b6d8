"""A stack whose creation failed (ROLLBACK_COMPLETE) can be deleted, and nothing else; MiniStack makes it again.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import handlers, helpers

Parameters = dict[str, Any]


def _refusal(action: str, parameters: Parameters) -> Any:
    """The answer to a request that would go on with such a stack; None when there is none."""
    name = helpers._p(parameters, "StackName")
    stack = handlers._resolve_stack(name)
    if stack is None or stack.get("StackStatus") != "ROLLBACK_COMPLETE":
        return None
    # What CreateChangeSet takes when it is not told: UPDATE.
    kind = helpers._p(parameters, "ChangeSetType") or "UPDATE"
    if action == "CreateStack" or kind == "CREATE":
        return helpers._error("AlreadyExistsException", f"Stack [{stack['StackName']}] already exists")
    return helpers._error(
        "ValidationError", f"Stack:{stack['StackId']} is in ROLLBACK_COMPLETE state and can not be updated."
    )


def install() -> None:
    """Refuses in front of MiniStack's own handlers."""
    for action in ("CreateStack", "UpdateStack", "CreateChangeSet"):
        handlers._ACTION_HANDLERS[action] = _refusing(action, handlers._ACTION_HANDLERS[action])


def _refusing(action: str, inner: Callable[[Parameters], Any]) -> Callable[[Parameters], Any]:
    def handler(parameters: Parameters) -> Any:
        refused = _refusal(action, parameters)
        return inner(parameters) if refused is None else refused

    return handler
