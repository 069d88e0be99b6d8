"""CloudFormation's execution role: what a stack does, it does with that role's permissions.

A stack that was started without a role, such as the bootstrap's own, has its caller's; here those are the root's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from ministack import app
from ministack.core.iam_evaluator import EvalContext, _gather_role_policies, _permissions_boundary, evaluate
from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudformation, iam
from ministack.services.cloudformation import stacks

from standin.called_actions import Call, Operation, calls, listed
from standin.handlers import ResourceError
from standin.recorder import Place
from standin.schemas import Properties

Response = tuple[int, Any, bytes]
Handler = Callable[[str, str, dict[str, str], bytes, dict[str, Any]], Awaitable[Response]]

#: Operations that may name a role, which stays with the stack.
_NAMING = {"CreateChangeSet", "CreateStack", "UpdateStack", "DeleteStack"}
#: Stack name -> the ARN of its role.
_ROLES: dict[tuple[str, str, str], str] = {}
#: Action -> the resource types for which it was called and allowed.
_ALLOWED: defaultdict[str, set[str]] = defaultdict(set)


def allowed_actions() -> dict[str, list[str]]:
    """What execution roles were allowed since the start, and for which types."""
    return {action: sorted(types) for action, types in sorted(_ALLOWED.items())}


def listed_actions(region: str) -> list[str]:
    """Everything that CloudFormation may call for the types of those, also to change and to delete them."""
    types = {kind for kinds in _ALLOWED.values() for kind in kinds if kind.startswith("AWS::")}
    steps = ("create", "read", "update", "delete")
    return sorted({action for kind in types for step in steps for action in listed(kind, step, region)})


def check(operation: Operation, role_arn: str, tags: dict[str, str]) -> None:
    """Raises ResourceError, in CloudFormation's words, for the first action that the role does not have."""
    account, name = role_arn.split(":")[4], role_arn.rpartition("/")[2]
    policies = _gather_role_policies(name, account)
    limits = _permissions_boundary(iam._roles, name, account)
    caller = f"arn:aws:sts::{account}:assumed-role/{name}/AWSCloudFormation"
    for call in calls(operation):
        result = evaluate(_context(call, caller, account, operation.place.region, tags), policies, *limits)
        if result.decision != "Allow":
            raise ResourceError(_refusal(caller, call, explicit=result.decision == "Deny"))
        _ALLOWED[call.action].add(operation.resource_type)


def _context(call: Call, caller: str, account: str, region: str, tags: dict[str, str]) -> EvalContext:
    resource_tags = {} if call.makes else {f"aws:resourcetag/{key.lower()}": value for key, value in tags.items()}
    return EvalContext(
        principal_arn=caller,
        principal_type="AssumedRole",
        principal_account=account,
        action=call.action,
        resource_arn=call.resource,
        region=region,
        request_tags=tags,
        tag_keys=list(tags),
        service_context={**resource_tags, **call.context},
    )


def _refusal(caller: str, call: Call, explicit: bool) -> str:
    why = (
        "with an explicit deny in an identity-based policy"
        if explicit
        else f"because no identity-based policy allows the {call.action} action"
    )
    service = call.action.partition(":")[0].capitalize()
    return (
        f'Resource handler returned message: "User: {caller} is not authorized to perform: {call.action} '
        f'on resource: {call.resource} {why} (Service: {service}, Status Code: 403)" (HandlerErrorCode: AccessDenied)'
    )


def _checked(step: str, kind: str, logical_id: str, new: Properties, old: Properties, stack: str | None) -> None:
    record = cloudformation._stacks.get(stack) if stack else None
    account, region = get_account_id(), get_region()
    role = _ROLES.get((account, region, str(stack)))
    if record is None or role is None:
        return
    tags = {str(tag["Key"]): str(tag["Value"]) for tag in record.get("Tags") or []}
    check(Operation(step, kind, new, Place(account, region, str(stack), logical_id), old), role, tags)


def _check_resources() -> None:
    provision: Callable[..., Any] = stacks._provision_resource
    update: Callable[..., Any] = stacks._update_keeping_seed
    delete: Callable[..., None] = stacks._delete_resource

    def provision_resource(kind: str, logical_id: str, properties: Properties, stack: str) -> Any:
        _checked("create", kind, logical_id, properties, properties, stack)
        return provision(kind, logical_id, properties, stack)

    def update_keeping_seed(kind: str, physical_id: str, old: Properties, new: Properties, *rest: Any) -> Any:
        if old != new:
            _checked("update", kind, str(rest[1]), new, old, str(rest[0]))
        return update(kind, physical_id, old, new, *rest)

    def delete_resource(kind: str, physical_id: str, properties: Properties, *rest: Any) -> None:
        stack, logical_id = (*rest, None, None)[:2]
        _checked("delete", kind, str(logical_id), properties, properties, stack)
        delete(kind, physical_id, properties, *rest)

    stacks._provision_resource = provision_resource
    stacks._update_keeping_seed = update_keeping_seed
    stacks._delete_resource = delete_resource


def _remembering(inner: Handler) -> Handler:
    """Keeps the role that an operation names, from before the operation begins."""

    async def handle(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> Response:
        form = {key: values[0] for key, values in parse_qs(body.decode(errors="replace")).items()}
        if form.get("Action") in _NAMING:
            name = form.get("StackName", "").rpartition(":stack/")[2].partition("/")[0]
            key = (get_account_id(), get_region(), name)
            if "RoleARN" in form:
                _ROLES[key] = form["RoleARN"]
            elif form["Action"] == "CreateStack" or form.get("ChangeSetType") == "CREATE":
                _ROLES.pop(key, None)
        return await inner(method, path, headers, body, query)

    return handle


def install() -> None:
    """Lets execution roles decide."""
    app.SERVICE_HANDLERS["cloudformation"] = _remembering(app.SERVICE_HANDLERS["cloudformation"])
    _check_resources()
