"""AWS::CloudFront::VpcOrigin: listed, and neither changed nor deleted while a distribution uses it."""

from __future__ import annotations

from collections.abc import Callable

from ministack.services import cloudfront

from standin.handlers import Attributes, Made, ResourceError, wrap
from standin.schemas import Properties

_TYPE = "AWS::CloudFront::VpcOrigin"


def _list(physical_id: str, attributes: Attributes, properties: Properties) -> None:
    now = cloudfront._now_iso()
    times = {"CreatedTime": now, "LastModifiedTime": now, "Version": 1}
    cloudfront._vpc_origins[physical_id] = {**attributes, **times, **properties}


def _created(inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
    made = inner(logical_id, properties, stack)
    _list(*made, properties)
    return made


def _refuse_used(physical_id: str, action: str) -> None:
    """UpdateVpcOrigin and DeleteVpcOrigin answer 409, for a change of tags alone too.

    https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateVpcOrigin.html,
    https://github.com/aws/aws-cdk/issues/35765
    """
    if any(physical_id in cloudfront._vpc_origin_ids_in(one) for one in cloudfront._distributions.values()):
        raise ResourceError(
            f"The specified VPC origin {physical_id} is currently associated with one or more distributions and "
            f"cannot be {action}. (Service: CloudFront, Status Code: 409)"
        )


def _updated(inner: Callable[..., Made], physical_id: str, old: Properties, new: Properties, *rest: str) -> Made:
    _refuse_used(physical_id, "updated")
    made = inner(physical_id, old, new, *rest)
    _list(*made, new)
    return made


def _deleted(inner: Callable[..., None], physical_id: str, properties: Properties) -> None:
    _refuse_used(physical_id, "deleted")
    inner(physical_id, properties)
    cloudfront._vpc_origins.pop(physical_id, None)


def install() -> None:
    """Puts the list and the rule around the recorded type; call it once that is registered."""
    wrap(_TYPE, "create", _created)
    wrap(_TYPE, "update", _updated)
    wrap(_TYPE, "delete", _deleted)
