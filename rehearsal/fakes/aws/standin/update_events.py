"""Events of an update, as CloudFormation writes them: what is new is created, and what goes is deleted.

MiniStack says that the former is updated, and says nothing of the latter.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import stacks

from standin.schemas import Properties
from standin.stack_rules import in_update


def _say_what_is_created() -> None:
    provision: Callable[..., Any] = stacks._provision_keeping_seed
    add: Callable[..., None] = stacks._add_event
    created: set[tuple[str, str]] = set()

    def provision_keeping_seed(resource_type: str, logical_id: str, properties: Properties, stack: str) -> Any:
        stack_id = cloudformation._stacks[stack]["StackId"]
        latest = cloudformation._stack_events[stack_id][-1]
        if latest["LogicalResourceId"] == logical_id and latest["ResourceStatus"] == "UPDATE_IN_PROGRESS":
            latest["ResourceStatus"] = "CREATE_IN_PROGRESS"
            created.add((stack_id, logical_id))
        return provision(resource_type, logical_id, properties, stack)

    def add_event(stack_id: str, name: str, logical_id: str, kind: str, status: str, *rest: Any, **more: Any) -> None:
        if status in ("UPDATE_COMPLETE", "UPDATE_FAILED") and (stack_id, logical_id) in created:
            created.remove((stack_id, logical_id))
            status = status.replace("UPDATE", "CREATE")
        add(stack_id, name, logical_id, kind, status, *rest, **more)

    stacks._provision_keeping_seed = provision_keeping_seed
    stacks._add_event = add_event


def _say_what_is_deleted() -> None:
    delete: Callable[..., None] = stacks._delete_resource

    def delete_resource(resource_type: str, physical_id: str, properties: Properties, *rest: Any) -> None:
        stack_name, logical_id = (*rest, None, None)[:2]
        stack = in_update(stack_name)
        if stack is None:
            delete(resource_type, physical_id, properties, *rest)
            return
        event = (stack["StackId"], stack_name, logical_id, resource_type)
        stacks._add_event(*event, "DELETE_IN_PROGRESS", physical_id=physical_id)
        delete(resource_type, physical_id, properties, *rest)
        stacks._add_event(*event, "DELETE_COMPLETE", physical_id=physical_id)

    stacks._delete_resource = delete_resource


def install() -> None:
    """Applies both."""
    _say_what_is_created()
    _say_what_is_deleted()
