"""AWS::CloudFront::VpcOrigin: neither changed nor deleted while a distribution uses it."""

from __future__ import annotations

from collections.abc import Callable

from ministack.services import cloudfront

from standin.handlers import Made, ResourceError, wrap
from standin.schemas import Properties

_TYPE = "AWS::CloudFront::VpcOrigin"


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
    return inner(physical_id, old, new, *rest)


def _deleted(inner: Callable[..., None], physical_id: str, properties: Properties) -> None:
    _refuse_used(physical_id, "deleted")
    inner(physical_id, properties)


def install() -> None:
    """Puts the rule around the recorded type; call it once that is registered."""
    wrap(_TYPE, "update", _updated)
    wrap(_TYPE, "delete", _deleted)
