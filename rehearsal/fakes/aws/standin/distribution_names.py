"""AWS::CloudFront::Distribution: its names are its own, and a certificate of us-east-1 holds each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import acm

from standin.handlers import Made, ResourceError, wrap
from standin.schemas import Properties

_TYPE = "AWS::CloudFront::Distribution"
#: Name -> the physical id of the distribution that answers to it. CloudFront's names are the world's.
_HELD: dict[str, str] = {}


def _names(properties: Properties) -> list[str]:
    return [str(name).lower() for name in properties.get("DistributionConfig", {}).get("Aliases") or []]


def _refuse_taken(names: list[str], own: str | None) -> None:
    """https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-restrictions"""
    for name in names:
        if _HELD.get(name, own) != own:
            raise ResourceError(
                "One or more of the CNAMEs you provided are already associated with a different resource. "
                f"({name}) (Service: CloudFront, Status Code: 409, Error Code: CNAMEAlreadyExists)"
            )


def _refuse_uncertified(names: list[str], properties: Properties) -> None:
    """https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html"""
    if not names:
        return
    arn = str((properties["DistributionConfig"].get("ViewerCertificate") or {}).get("AcmCertificateArn", ""))
    certificate = acm._certificates.get_scoped(get_account_id(), "us-east-1", arn)
    if ":us-east-1:" not in arn or certificate is None or certificate["Status"] != "ISSUED":
        raise _invalid("doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid chain", arn)
    for name in names:
        if not any(_holds(str(held).lower(), name) for held in certificate["SubjectAlternativeNames"]):
            raise _invalid(f"doesn't cover the alternate domain name (CNAME) {name} that you're trying to add", arn)


def _holds(held: str, name: str) -> bool:
    """A wildcard stands for one label."""
    return held == name or (held.startswith("*.") and held[2:] == name.partition(".")[2])


def _invalid(why: str, arn: str) -> ResourceError:
    return ResourceError(
        f"The specified SSL certificate {arn or '(none)'} {why}. "
        "(Service: CloudFront, Status Code: 400, Error Code: InvalidViewerCertificate)"
    )


def _hold(names: list[str], physical_id: str) -> None:
    for name in [name for name, held_by in _HELD.items() if held_by == physical_id]:
        del _HELD[name]
    for name in names:
        _HELD[name] = physical_id


def _created(inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
    names = _names(properties)
    _refuse_taken(names, None)
    _refuse_uncertified(names, properties)
    made = inner(logical_id, properties, stack)
    _hold(names, made[0])
    return made


def _updated(inner: Callable[..., Made], physical_id: str, old: Properties, new: Properties, *rest: str) -> Made:
    names = _names(new)
    _refuse_taken(names, physical_id)
    _refuse_uncertified(names, new)
    made = inner(physical_id, old, new, *rest)
    _hold(names, made[0])
    return made


def _deleted(inner: Callable[..., None], physical_id: str, properties: Properties, *rest: Any) -> None:
    inner(physical_id, properties, *rest)
    _hold([], physical_id)


def install() -> None:
    """Puts the rules around MiniStack's own type."""
    wrap(_TYPE, "create", _created)
    wrap(_TYPE, "update", _updated)
    wrap(_TYPE, "delete", _deleted)
