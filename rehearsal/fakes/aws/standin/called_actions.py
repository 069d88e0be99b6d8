"""Which actions CloudFormation calls to make, change or delete a resource, and on what.

CloudFormation's schemas list for every type what its handlers may call (`handlers.*.permissions`). That is more than
one resource needs: what belongs to a feature that the properties do not use is left out here, each with the property
that would need it. https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ministack.services import iam

from standin.handler_actions import (
    ALWAYS_ASKED,
    FEATURES,
    LINKED,
    OF_OTHERS,
    PARTS,
    PASSED_TO,
    SERVICE_NAMES,
    UNLISTED,
    WITHOUT_RESOURCE,
)
from standin.recorder import Place
from standin.resource_arns import arns_of, role_arns
from standin.schemas import Properties, schema


@dataclass(frozen=True)
class Call:
    """One action on one resource, with what else a policy's conditions may ask for."""

    action: str
    resource: str
    #: Condition keys in lower case, without tags.
    context: dict[str, Any] = field(default_factory=dict)
    #: Whether it makes something: then there is no resource yet whose tags could be asked for.
    makes: bool = False


@dataclass(frozen=True)
class Operation:
    """What a stack does with one resource."""

    step: str
    resource_type: str
    properties: Properties
    place: Place
    #: Before an update; as `properties` otherwise.
    before: Properties


def calls(operation: Operation) -> Iterator[Call]:
    """Everything that CloudFormation calls for it; the permissions of reading are part of making and changing."""
    kind = operation.resource_type
    if kind.startswith("Custom::") or kind == "AWS::CloudFormation::CustomResource":
        yield Call("lambda:InvokeFunction", str(operation.properties.get("ServiceToken")))
        return
    if kind.startswith("AWS::CloudFormation::"):
        return
    for action in listed(kind, operation.step, operation.place.region):
        yield from _of(action, operation)


def listed(kind: str, step: str, region: str) -> list[str]:
    """What the handler of a type may call in a step, in the order in which a refusal would show."""
    permissions = schema(kind, region).permissions(step) or UNLISTED.get(kind, {}).get(step, [])
    return sorted((action for action in dict.fromkeys(permissions) if action.count(":") == 1), key=_rank)


def _rank(action: str) -> int:
    """What makes the resource is called first, and so names what is refused; what reads it, last."""
    verb = action.partition(":")[2]
    return 0 if verb.startswith("Create") else 2 if verb.startswith(("Get", "Describe", "List")) else 1


def _of(action: str, operation: Operation) -> Iterator[Call]:
    kind, properties, place = operation.resource_type, operation.properties, operation.place
    needed = FEATURES.get(action)
    if needed and not _holds(properties, needed) and not _holds(operation.before, needed):
        return
    service, _, verb = action.partition(":")
    if service == "iam" and not kind.startswith("AWS::IAM::"):
        yield from _iam_of_others(verb, operation)
    elif service == "s3" and "S3Bucket" in (found := properties.get("Code") or properties.get("Content") or {}):
        yield Call(action, f"arn:aws:s3:::{found['S3Bucket']}/{found['S3Key']}")
    elif service == _own_service(kind):
        yield from _own(action, operation)
    elif action.startswith(ALWAYS_ASKED):
        yield Call(action, "*")
    elif action in OF_OTHERS:
        yield from _of_others(action, operation)
    elif action == "codestar-connections:PassConnection":
        yield Call(action, f"arn:aws:codeconnections:{place.region}:{place.account}:connection/X")


def _of_others(action: str, operation: Operation) -> Iterator[Call]:
    needed, resource = OF_OTHERS[action]
    if _holds(operation.properties, needed):
        place = operation.place
        yield Call(action, resource.format(region=place.region, account=place.account), makes=True)


def _own(action: str, operation: Operation) -> Iterator[Call]:
    if action in WITHOUT_RESOURCE:
        yield Call(action, "*")
        return
    verb = action.partition(":")[2]
    if action == "backup:DeleteBackupVaultLockConfiguration" and not _unlocks(operation):
        return
    context = _asked(action, operation)
    creates = operation.step == "create" and verb.startswith(("Create", "Publish", "Allocate", "TagResource"))
    makes = creates and operation.resource_type not in PARTS
    for arn in arns_of(operation.resource_type, operation.properties, operation.place):
        if ":role/" in arn:
            yield from _on_role(action, arn, operation)
        else:
            yield Call(action, arn, context, makes=makes)


def _asked(action: str, operation: Operation) -> dict[str, Any]:
    if action == "route53:ChangeResourceRecordSets":
        return _records(operation)
    return _lock(operation) if action == "backup:PutBackupVaultLockConfiguration" else {}


def _unlocks(operation: Operation) -> bool:
    return bool(operation.before.get("LockConfiguration")) and not operation.properties.get("LockConfiguration")


def _lock(operation: Operation) -> dict[str, Any]:
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html"""
    lock = operation.properties.get("LockConfiguration") or {}
    return {f"backup:{name.lower()}": str(value) for name, value in lock.items()}


def _records(operation: Operation) -> dict[str, Any]:
    """https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html"""
    return {"route53:changeresourcerecordsetsrecordtypes": [str(operation.properties["Type"])]}


def _on_role(action: str, arn: str, operation: Operation) -> Iterator[Call]:
    """A role's boundary is part of what is asked, and so are the policies that it is given."""
    if operation.resource_type == "AWS::IAM::Policy":
        yield Call(action, arn, _bounded(_boundary_of(arn)))
        return
    new, old = operation.properties, operation.before
    boundary, former = new.get("PermissionsBoundary"), old.get("PermissionsBoundary")
    if action == "iam:DeleteRolePermissionsBoundary" and not (former and not boundary):
        return
    if action == "iam:PutRolePermissionsBoundary" and former == boundary:
        return
    if action in ("iam:PutRolePolicy", "iam:DeleteRolePolicy") and not (new.get("Policies") or old.get("Policies")):
        return
    if action != "iam:AttachRolePolicy":
        yield Call(action, arn, _bounded(boundary))
        return
    for policy in new.get("ManagedPolicyArns", []):
        yield Call(action, arn, {**_bounded(boundary), "iam:policyarn": policy})


def _bounded(boundary: str | None) -> dict[str, Any]:
    return {"iam:permissionsboundary": boundary} if boundary else {}


def _boundary_of(role_arn: str) -> str | None:
    role = iam._roles.get_scoped(role_arn.split(":")[4], None, role_arn.rpartition("/")[2]) or {}
    boundary: str | None = role.get("PermissionsBoundary")
    return boundary


def _iam_of_others(verb: str, operation: Operation) -> Iterator[Call]:
    kind, place = operation.resource_type, operation.place
    if verb == "PassRole":
        for arn in role_arns(operation.properties):
            yield Call("iam:PassRole", arn, {"iam:passedtoservice": PASSED_TO.get(kind, "unknown")})
    elif verb == "CreateServiceLinkedRole" and kind in LINKED:
        linked = LINKED[kind]
        resource = f"arn:aws:iam::{place.account}:role/aws-service-role/{linked}/X"
        yield Call("iam:CreateServiceLinkedRole", resource, {"iam:awsservicename": linked})


def _own_service(kind: str) -> str:
    name = kind.split("::")[1]
    return SERVICE_NAMES.get(name, name.lower())


def _holds(node: Any, key: str) -> bool:
    """Whether a property of that name is set, in any depth."""
    if isinstance(node, dict):
        return any(
            (name == key and value not in (None, "", [], {})) or _holds(value, key) for name, value in node.items()
        )
    return isinstance(node, list) and any(_holds(value, key) for value in node)
