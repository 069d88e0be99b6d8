"""Fn::GetStackOutput with a Region: MiniStack looks for the stack in the region of the one that reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudformation
from ministack.services.cloudformation import engine

_FUNCTION = "Fn::GetStackOutput"


def _elsewhere(value: Any) -> bool:
    spec = value.get(_FUNCTION) if isinstance(value, dict) else None
    return isinstance(spec, dict) and spec.get("Region", get_region()) != get_region()


def _output(spec: dict[str, Any]) -> str:
    stack = cloudformation._stacks.get_scoped(get_account_id(), spec["Region"], spec["StackName"]) or {}
    for output in stack.get("Outputs", []):
        if output.get("OutputKey") == spec["OutputName"]:
            return str(output["OutputValue"])
    raise ValueError(f"Output '{spec['OutputName']}' not found in stack '{spec['StackName']}' of {spec['Region']}")


def install() -> None:
    """Reads outputs where they are."""
    inner: Callable[..., Any] = engine._resolve_refs

    def resolve(value: Any, *rest: Any, **named: Any) -> Any:
        return _output(value[_FUNCTION]) if _elsewhere(value) else inner(value, *rest, **named)

    engine._resolve_refs = resolve
