"""Functions inside a template's Conditions: MiniStack compares the unresolved function with the value.

CDK's bootstrap template asks `Fn::Equals: ['', Fn::Join: ['', Ref: List]]`; unresolved, that is never equal, and the
execution role ends up without its policy.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import changesets, engine, handlers, stacks

_LOGIC = frozenset({"Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or"})
Template = dict[str, Any]
Parameters = dict[str, Any]


def resolved(template: Template, parameters: Parameters) -> Template:
    """The template with every function in its conditions, but the logical ones, replaced by its value."""

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        name = next(iter(node), "")
        if name == "Ref" or (name.startswith("Fn::") and name not in _LOGIC):
            mappings = template.get("Mappings", {})
            return engine._resolve_refs(copy.deepcopy(node), {}, parameters, {}, mappings, "", "")
        return {key: walk(value) for key, value in node.items()}

    return {**template, "Conditions": walk(template.get("Conditions", {}))}


def install() -> None:
    """Resolves the conditions wherever MiniStack evaluates them."""
    evaluate: Callable[[Template, Parameters], dict[str, bool]] = engine._evaluate_conditions

    def evaluate_resolved(template: Template, parameters: Parameters) -> dict[str, bool]:
        return evaluate(resolved(template, parameters), parameters)

    for module in (changesets, engine, handlers, stacks):
        module._evaluate_conditions = evaluate_resolved
