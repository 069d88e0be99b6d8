"""EC2 types that MiniStack lacks or answers with a gap: security group rules, a VPC's CidrBlock, where subnets lie."""

from __future__ import annotations

import json
from collections.abc import Callable
from ipaddress import ip_network
from typing import Any, Literal

from ministack.core.responses import get_region
from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from standin.handlers import Made, ResourceError, ResourceType, add_attributes, register, wrap
from standin.schemas import Properties, schema

Direction = Literal["Ingress", "Egress"]
_SUBNET = "AWS::EC2::Subnet"


class SecurityGroupRule(ResourceType):
    """A rule that a stack adds to a security group, often one of another stack. All of it is create-only."""

    def __init__(self, direction: Direction) -> None:
        self._egress = direction == "Egress"
        self._rules = "IpPermissionsEgress" if self._egress else "IpPermissions"

    def create(self, _logical_id: str, properties: Properties, _stack: str) -> Made:
        """Adds the rule; an equal rule in the same group is an error, as on AWS."""
        group = ec2._security_groups.get(properties["GroupId"])
        if group is None:
            raise ResourceError(f"The security group '{properties['GroupId']}' does not exist")
        rule = self._rule(properties)
        if any(_identity(known) == _identity(rule) for known in group[self._rules]):
            raise ResourceError(
                f'the specified rule "{self._sentence(properties)}" already exists in {properties["GroupId"]}'
            )
        group[self._rules].append(rule)
        rule_id: str = ec2._sg_rule_id(properties["GroupId"], self._egress, rule)
        return rule_id, {"Id": rule_id}

    def update(self, physical_id: str, old: Properties, new: Properties) -> Made:
        """Only the description can change in place."""
        self.delete(physical_id, old)
        group = ec2._security_groups[new["GroupId"]]
        group[self._rules].append(self._rule(new))
        return physical_id, {"Id": physical_id}

    def delete(self, _physical_id: str, properties: Properties) -> None:
        """Takes the rule out of its group."""
        group = ec2._security_groups.get(properties.get("GroupId"))
        if group:
            gone = _identity(self._rule(properties))
            group[self._rules][:] = [rule for rule in group[self._rules] if _identity(rule) != gone]

    def _rule(self, properties: Properties) -> dict[str, Any]:
        rule: dict[str, Any] = provisioners._ec2_sg_permissions([properties])[0]
        return rule

    def _sentence(self, properties: Properties) -> str:
        peers = ("CidrIp", "CidrIpv6", "SourceSecurityGroupId", "DestinationSecurityGroupId", "SourcePrefixListId")
        peer = next((properties[name] for name in peers if name in properties), "any")
        ports = f"{properties.get('FromPort', 'all')}-{properties.get('ToPort', 'all')}"
        return f"peer: {peer}, {properties.get('IpProtocol', '-1')}, ports: {ports}, ALLOW"


def _identity(rule: dict[str, Any]) -> str:
    """What makes two rules the same: everything but ids and descriptions."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if k not in ("Description", "SecurityGroupRuleId")}
        return [bare(item) for item in value] if isinstance(value, list) else value

    return json.dumps(bare(rule), sort_keys=True)


def _refuse_misplaced(properties: Properties) -> None:
    """A subnet lies within its VPC and overlaps no other one, the one that it replaces included: that goes later.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (InvalidSubnet.Conflict, .Range)
    """
    cidr, vpc = properties.get("CidrBlock"), ec2._vpcs.get(properties.get("VpcId"))
    if not cidr or vpc is None:
        return
    wanted = ip_network(cidr)
    blocks = [ip_network(one["CidrBlock"]) for one in vpc.get("CidrBlockAssociationSet") or [vpc]]
    if not any(wanted.subnet_of(block) for block in blocks):  # type: ignore[arg-type]
        raise ResourceError(f"The CIDR '{cidr}' is invalid. (InvalidSubnet.Range)")
    for other in ec2._subnets.values():
        if other["VpcId"] == properties["VpcId"] and wanted.overlaps(ip_network(other["CidrBlock"])):
            raise ResourceError(f"The CIDR '{cidr}' conflicts with another subnet (InvalidSubnet.Conflict)")


def _subnet_created(inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
    _refuse_misplaced(properties)
    return inner(logical_id, properties, stack)


def _subnet_updated(inner: Callable[..., Made], physical_id: str, old: Properties, new: Properties, *rest: str) -> Made:
    if schema(_SUBNET, get_region()).replaces(old, new):
        _refuse_misplaced(new)
    return inner(physical_id, old, new, *rest)


def install(region: str) -> None:
    """Registers the two rule types and gives a VPC the attributes that CloudFormation documents."""
    register("AWS::EC2::SecurityGroupIngress", SecurityGroupRule("Ingress"), region)
    register("AWS::EC2::SecurityGroupEgress", SecurityGroupRule("Egress"), region)
    wrap(_SUBNET, "create", _subnet_created)
    wrap(_SUBNET, "update", _subnet_updated)
    add_attributes("AWS::EC2::VPC", lambda _physical_id, properties: {"CidrBlock": properties.get("CidrBlock")})
