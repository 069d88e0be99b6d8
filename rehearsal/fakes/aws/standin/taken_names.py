"""A name that a template fixes exists once in its account and region; MiniStack takes over what has it already.

CloudFormation creates a replacement before it deletes what is replaced, so that a fixed name collides with itself too:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import provisioners

from standin.handlers import Made, ResourceError, wrap
from standin.schemas import Properties, UnknownResourceTypeError, schema

#: Names that must be unique although they are not what CloudFormation identifies the type by: type -> path of the name.
#: Their APIs answer `...AlreadyExists`: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations.html
#: (Create...), https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html,
#: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html and
#: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
_NAMES: dict[str, tuple[str, ...]] = {
    "AWS::CloudFront::CachePolicy": ("CachePolicyConfig", "Name"),
    "AWS::CloudFront::Function": ("Name",),
    "AWS::CloudFront::OriginAccessControl": ("OriginAccessControlConfig", "Name"),
    "AWS::CloudFront::OriginRequestPolicy": ("OriginRequestPolicyConfig", "Name"),
    "AWS::CloudFront::ResponseHeadersPolicy": ("ResponseHeadersPolicyConfig", "Name"),
    "AWS::CloudFront::VpcOrigin": ("VpcOriginEndpointConfig", "Name"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("Name",),
    "AWS::ElasticLoadBalancingV2::TargetGroup": ("Name",),
    "AWS::IAM::ManagedPolicy": ("ManagedPolicyName",),
    "AWS::SNS::Topic": ("TopicName",),
    "AWS::SQS::Queue": ("QueueName",),
    "AWS::SecretsManager::Secret": ("Name",),
}
#: Services whose names belong to the account, whatever the region.
_GLOBAL = ("AWS::CloudFront::", "AWS::IAM::", "AWS::Route53::", "AWS::S3::")

Key = tuple[str, str, str, str]
"""Account, region (empty for global services), type and name."""

#: Who has a name: its physical id.
_HELD: dict[Key, str] = {}


def fixed_name(resource_type: str, properties: Properties, region: str) -> str | None:
    """What the template fixes of a resource's identity; None when CloudFormation makes up some of it."""
    path = _NAMES.get(resource_type)
    if path:
        value: Any = properties
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
        return str(value) if value else None
    keys = _identifiers(resource_type, region)
    values = [properties.get(key) for key in keys]
    if not keys or not all(isinstance(value, str) and value for value in values):
        return None
    return values[0] if len(values) == 1 else json.dumps(values)


def _key(resource_type: str, properties: Properties) -> Key | None:
    name = fixed_name(resource_type, properties, get_region())
    if name is None:
        return None
    region = "" if resource_type.startswith(_GLOBAL) else get_region()
    return get_account_id(), region, resource_type, name


def _refuse_taken(key: Key | None, own: str | None = None) -> None:
    if key and _HELD.get(key, own) != own:
        # The words of CloudFormation for types with a resource handler (HandlerErrorCode AlreadyExists).
        raise ResourceError(f"Resource of type '{key[2]}' with identifier '{key[3]}' already exists.")


def _guard(resource_type: str) -> None:
    """Puts the rule around a type that can be updated; what cannot is made again by MiniStack under the same name."""

    def create(inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
        key = _key(resource_type, properties)
        _refuse_taken(key)
        made = inner(logical_id, properties, stack)
        if key:
            _HELD[key] = made[0]
        return made

    def update(inner: Callable[..., Made], physical_id: str, old: Properties, new: Properties, *rest: str) -> Made:
        before, after = _key(resource_type, old), _key(resource_type, new)
        _refuse_taken(after, physical_id)
        made = inner(physical_id, old, new, *rest)
        if before != after and made[0] == physical_id:
            _release(before, physical_id)
        if after:
            _HELD[after] = made[0]
        return made

    def delete(inner: Callable[..., None], physical_id: str, properties: Properties, *rest: Any) -> None:
        inner(physical_id, properties, *rest)
        _release(_key(resource_type, properties), physical_id)

    wrap(resource_type, "create", create)
    wrap(resource_type, "update", update)
    wrap(resource_type, "delete", delete)


def _release(key: Key | None, physical_id: str) -> None:
    if key and _HELD.get(key) == physical_id:
        del _HELD[key]


def install() -> None:
    """Guards every type of AWS's; call it last, around all other changes."""
    for name, handler in provisioners._RESOURCE_HANDLERS.items():
        if name.startswith("AWS::") and {"create", "update", "delete"} <= handler.keys():
            _guard(name)


def _identifiers(resource_type: str, region: str) -> tuple[str, ...]:
    try:
        return schema(resource_type, region).identifiers
    except UnknownResourceTypeError:
        return ()
