"""Rules of CloudFormation that hold for every stack and that MiniStack leaves out."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import custom_resource, engine, provisioners, stacks

from standin.schemas import Properties

#: Longest wait for a custom resource's answer, in seconds: what a Lambda function can run, and a little more.
#: CloudFormation waits an hour when a handler dies without an answer; a rehearsal does not.
CUSTOM_RESOURCE_TIMEOUT = 930.0
#: How many characters at the end of a generated name are random.
_SUFFIX = 13


class BoundedEvent(threading.Event):
    """An event that nobody waits for longer than a custom resource can take."""

    def wait(self, timeout: float | None = None) -> bool:
        """Waits at most CUSTOM_RESOURCE_TIMEOUT."""
        return super().wait(min(CUSTOM_RESOURCE_TIMEOUT if timeout is None else timeout, CUSTOM_RESOURCE_TIMEOUT))


def _bound_custom_resources() -> None:
    def register_token(token: str) -> threading.Event:
        event = BoundedEvent()
        with custom_resource._lock:
            custom_resource._pending[token] = {"event": event, "result": None}
        return event

    custom_resource.register_token = register_token


def _snapshot_what_is_replaced() -> None:
    """`UpdateReplacePolicy: Snapshot`: MiniStack takes snapshots when a stack deletes, not when it replaces."""
    delete: Callable[..., None] = stacks._delete_resource

    def delete_resource(resource_type: str, physical_id: str, properties: Properties, *rest: Any) -> None:
        stack_name, logical_id = (*rest, None, None)[:2]
        if _replaced_with_snapshot(stack_name, logical_id, physical_id):
            provisioners._snapshot_resource(resource_type, physical_id, properties)
        delete(resource_type, physical_id, properties, *rest)

    stacks._delete_resource = delete_resource


def in_update(stack_name: str | None) -> dict[str, Any] | None:
    """The record of a stack that is being updated, until what it no longer needs is deleted; none in a rollback."""
    stack: dict[str, Any] | None = cloudformation._stacks.get(stack_name) if stack_name else None
    return stack if stack is not None and stack.get("StackStatus") == "UPDATE_IN_PROGRESS" else None


def _replaced_with_snapshot(stack_name: str | None, logical_id: str | None, physical_id: str) -> bool:
    stack = in_update(stack_name)
    if stack is None:
        return False
    current = stack.get("_resources", {}).get(logical_id)
    if current is None or current.get("PhysicalResourceId") == physical_id:
        return False
    # The stack's body is the new template already; its parsed form follows when the update is done.
    template = engine._parse_template(stack.get("_template_body", "{}"))
    definition = template.get("Resources", {}).get(logical_id, {})
    return bool(definition.get("UpdateReplacePolicy") == "Snapshot")


def _say_nothing_of_unchanged_resources() -> None:
    """An update's events name the resources that change; MiniStack writes two for every resource of the stack."""
    update: Callable[..., Any] = stacks._update_keeping_seed
    add: Callable[..., None] = stacks._add_event
    unchanged: set[tuple[str, str]] = set()

    def update_keeping_seed(resource_type: str, physical_id: str, old: Properties, new: Properties, *rest: Any) -> Any:
        stack_id, logical_id = cloudformation._stacks[rest[0]]["StackId"], str(rest[1])
        events = cloudformation._stack_events[stack_id]
        if old == new and events[-1]["LogicalResourceId"] == logical_id:
            events.pop()
            unchanged.add((stack_id, logical_id))
        return update(resource_type, physical_id, old, new, *rest)

    def add_event(stack_id: str, name: str, logical_id: str, kind: str, status: str, *rest: Any, **more: Any) -> None:
        if status == "UPDATE_COMPLETE" and (stack_id, logical_id) in unchanged:
            unchanged.remove((stack_id, logical_id))
            return
        add(stack_id, name, logical_id, kind, status, *rest, **more)

    stacks._update_keeping_seed = update_keeping_seed
    stacks._add_event = add_event


def _name_by_stack_instance() -> None:
    """A stack that is made again gives other names; MiniStack's depend on stack and logical id alone."""
    known: Callable[..., str] = provisioners._physical_name

    def physical_name(stack: str, logical_id: str, *, seeded: bool = True, **form: Any) -> str:
        name = known(stack, logical_id, seeded=seeded, **form)
        record = cloudformation._stacks.get(stack)
        if record is None:
            return name
        seed = provisioners._NAME_SEED.get() if seeded else ""
        digest = hashlib.sha256(f"{record['StackId']}:{logical_id}:{seed}".encode()).hexdigest()[:_SUFFIX]
        return name[:-_SUFFIX] + (digest if form.get("lowercase") else digest.upper())

    provisioners._physical_name = physical_name


def install() -> None:
    """Applies the rules."""
    _name_by_stack_instance()
    _say_nothing_of_unchanged_resources()
    _bound_custom_resources()
    _snapshot_what_is_replaced()
