"""The types that are recorded only. The report lists each of them with its count."""

from __future__ import annotations

from standin.handlers import Attributes, register
from standin.recorder import Place, Recorded, hexadecimal
from standin.schemas import Properties


def _vpc_origin(place: Place, _properties: Properties, physical_id: str) -> Attributes:
    return {
        "Id": physical_id,
        "Arn": f"arn:aws:cloudfront::{place.account}:vpcorigin/{physical_id}",
        "AccountId": place.account,
        "Status": "Deployed",
    }


def _address(_place: Place, _properties: Properties, physical_id: str) -> Attributes:
    return {"PublicIp": physical_id, "AllocationId": f"eipalloc-{hexadecimal(17)}"}


def _documentation_address(_place: Place, _properties: Properties) -> str:
    """An address of 198.18.0.0/15, a range that belongs to nobody (RFC 2544)."""
    value = int(hexadecimal(8), 16)
    return f"198.{18 + value % 2}.{value // 2 % 256}.{value // 512 % 254 + 1}"


RECORDED = (
    Recorded("AWS::EC2::EIP", _documentation_address, _address),
    Recorded(
        "AWS::EC2::NatGateway",
        lambda _place, _properties: f"nat-{hexadecimal(17)}",
        lambda _place, _properties, physical_id: {"NatGatewayId": physical_id},
    ),
    Recorded(
        "AWS::EC2::FlowLog",
        lambda _place, _properties: f"fl-{hexadecimal(17)}",
        lambda _place, _properties, physical_id: {"Id": physical_id},
    ),
    Recorded(
        "AWS::CloudFront::VpcOrigin",
        lambda _place, _properties: f"vo_{hexadecimal(22)}",
        _vpc_origin,
    ),
    Recorded(
        "AWS::SecretsManager::ResourcePolicy",
        lambda _place, properties: str(properties["SecretId"]),
        lambda _place, _properties, physical_id: {"Id": physical_id},
    ),
    Recorded(
        "AWS::CloudFront::MonitoringSubscription",
        lambda _place, properties: str(properties["DistributionId"]),
        lambda _place, _properties, _physical_id: {},
    ),
    Recorded(
        "AWS::Budgets::Budget",
        lambda _place, properties: str(properties["Budget"]["BudgetName"]),
        lambda _place, _properties, _physical_id: {},
    ),
    Recorded(
        "AWS::Backup::BackupSelection",
        lambda _place, properties: f"{hexadecimal(32)}_{properties['BackupPlanId']}",
        lambda _place, _properties, physical_id: {"Id": physical_id, "SelectionId": physical_id.partition("_")[0]},
    ),
)


def install(region: str) -> None:
    """Registers every recorded type."""
    for recorded in RECORDED:
        register(recorded.name, recorded, region)
