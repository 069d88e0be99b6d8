"""How a resource type is added to MiniStack's CloudFormation, or one of its own is changed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_region
from ministack.services.cloudformation import provisioners, stacks

from standin.schemas import Properties, schema

Attributes = dict[str, Any]
Made = tuple[str, Attributes]
"""A resource's physical id (what Ref gives) and its attributes (what Fn::GetAtt gives)."""


class ResourceError(ValueError):
    """A resource cannot be made, changed or removed; its message becomes the stack event's reason."""


class ResourceType(ABC):
    """One CloudFormation resource type. Replacement is decided by CloudFormation's schema, not here."""

    #: True when a method waits for something else: it then runs on a thread of its own.
    blocking = False

    @abstractmethod
    def create(self, logical_id: str, properties: Properties, stack: str) -> Made:
        """Makes the resource, or raises ResourceError and leaves nothing behind."""

    @abstractmethod
    def update(self, physical_id: str, old: Properties, new: Properties) -> Made:
        """Changes the resource in place, or raises ResourceError and leaves it as it was."""

    @abstractmethod
    def delete(self, physical_id: str, properties: Properties) -> None:
        """Removes the resource; one that is gone already is no error."""


_BLOCKING: set[str] = set()


def run_blocking_types_on_threads() -> None:
    """Makes MiniStack run the types that wait on threads of their own, besides those it knows."""
    known: Callable[[str], bool] = stacks._runs_on_worker_thread
    stacks._runs_on_worker_thread = lambda name: name in _BLOCKING or known(name)


def blocks(name: str) -> None:
    """Says that a type of MiniStack's own waits for something."""
    _BLOCKING.add(name)


def register(name: str, resource: ResourceType, region: str) -> None:
    """Adds a type, or puts it in the place of MiniStack's own."""
    described = schema(name, region)

    def update(physical_id: str, old: Properties, new: Properties, stack: str, logical_id: str) -> Made:
        if described.replaces(old, new):
            replaced: Made = provisioners._replace_resource(name, physical_id, old, new, stack, logical_id)
            return replaced
        return resource.update(physical_id, old, new)

    provisioners._RESOURCE_HANDLERS[name] = {
        "create": resource.create,
        "update": update,
        "update_with_logical_id": True,
        "delete": resource.delete,
    }
    provisioners._REPLACING_PROPERTIES[name] = described.create_only
    if described.tags:
        provisioners._STACK_TAG_PROPERTY[name] = described.tags
    if resource.blocking:
        _BLOCKING.add(name)


def wrap(name: str, step: str, around: Callable[..., Any]) -> None:
    """Puts a function around one step (create, update, delete, snapshot) of MiniStack's own type.

    `around` gets the step it wraps as its first argument, then what MiniStack passes to that step.
    """
    handler = provisioners._RESOURCE_HANDLERS[name]
    inner = handler[step]
    handler[step] = lambda *arguments: around(inner, *arguments)


def keep(name: str, kept: Callable[[str, Properties], None]) -> None:
    """Has a type of MiniStack's own keep what it drops.

    `kept` gets the physical id and the properties, after the resource was made and after each update.
    """

    def created(inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
        made = inner(logical_id, properties, stack)
        kept(made[0], properties)
        return made

    def updated(inner: Callable[..., Made], physical_id: str, old: Properties, new: Properties, *rest: str) -> Made:
        made = inner(physical_id, old, new, *rest)
        kept(made[0], new)
        return made

    wrap(name, "create", created)
    wrap(name, "update", updated)


def add_attributes(name: str, attributes: Callable[[str, Properties], Attributes]) -> None:
    """Adds what Fn::GetAtt can ask of a type of MiniStack's own; what MiniStack answers wins."""

    def created(inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
        physical_id, own = inner(logical_id, properties, stack)
        return physical_id, {**attributes(physical_id, properties), **own}

    def updated(inner: Callable[..., Made], physical_id: str, old: Properties, new: Properties, *rest: str) -> Made:
        made, own = inner(physical_id, old, new, *rest)
        return made, {**attributes(made, new), **own}

    wrap(name, "create", created)
    wrap(name, "update", updated)


def physical_name(stack: str, logical_id: str, longest: int) -> str:
    """The name CloudFormation gives a resource whose template gives none."""
    name: str = provisioners._physical_name(stack, logical_id, max_len=longest)
    return name


def current_region() -> str:
    """The region of the request or of the stack operation that runs."""
    region: str = get_region()
    return region
