"""CloudFormation's own resource schemas, as cfn-lint ships them: what may be updated in place, what identifies."""

from __future__ import annotations

from functools import cache
from typing import Any

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

Properties = dict[str, Any]


class UnknownResourceTypeError(LookupError):
    """CloudFormation has no such resource type in this region."""


class ResourceSchema:
    """The parts of one resource type's schema that decide how a stack treats it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document

    @property
    def create_only(self) -> tuple[str, ...]:
        """Names of properties whose change always replaces the resource."""
        return tuple(path[0] for path in self._paths("createOnlyProperties") if len(path) == 1)

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Names of the properties that together identify a resource; empty when CloudFormation gives one of them."""
        names = tuple(".".join(path) for path in self._paths("primaryIdentifier"))
        return () if any(name in self.read_only() for name in names) else names

    @property
    def tags(self) -> tuple[str, str] | None:
        """The property that takes the stack's tags and its shape (list or map); None when it takes none."""
        tagging = self._document.get("tagging") or {}
        name = str(tagging.get("tagProperty", "/properties/Tags")).rpartition("/")[2]
        if not tagging.get("taggable", True) or not tagging.get("cloudFormationSystemTags", True):
            return None
        definition = self._definition(self._document.get("properties", {}).get(name))
        if definition is None:
            return None
        return name, "map" if definition.get("type") == "object" else "list"

    def permissions(self, step: str) -> list[str]:
        """The actions that the handler of a step (create, update, delete) may call."""
        handlers: dict[str, Any] = self._document.get("handlers", {})
        listed: list[str] = handlers.get(step, {}).get("permissions", [])
        return listed

    def replaces(self, old: Properties, new: Properties) -> bool:
        """Whether the change needs a new resource, nested create-only properties included."""
        return any(_at(old, path) != _at(new, path) for path in self._paths("createOnlyProperties"))

    def read_only(self) -> tuple[str, ...]:
        """Dotted names of what Fn::GetAtt can ask for."""
        return tuple(".".join(path) for path in self._paths("readOnlyProperties"))

    def _paths(self, key: str) -> list[list[str]]:
        return [path.removeprefix("/properties/").split("/") for path in self._document.get(key, [])]

    def _definition(self, node: dict[str, Any] | None) -> dict[str, Any] | None:
        reference = (node or {}).get("$ref", "")
        if reference.startswith("#/definitions/"):
            found: dict[str, Any] | None = self._document.get("definitions", {}).get(reference.rpartition("/")[2])
            return found
        return node


def _at(value: Any, path: list[str]) -> Any:
    """The value at a schema path; `*` (an array's items) stands for all of them."""
    for index, name in enumerate(path):
        if name == "*":
            rest = path[index + 1 :]
            return [_at(item, rest) for item in value] if isinstance(value, list) else None
        value = value.get(name) if isinstance(value, dict) else None
    return value


@cache
def schema(resource_type: str, region: str) -> ResourceSchema:
    """The schema of a type in a region; raises UnknownResourceTypeError when CloudFormation has none."""
    try:
        found = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region=region, resource_type=resource_type)
    except ResourceNotFoundError as error:
        raise UnknownResourceTypeError(f"CloudFormation has no {resource_type} in {region}") from error
    return ResourceSchema(found.schema)
