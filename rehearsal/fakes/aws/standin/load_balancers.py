"""Network load balancers: MiniStack writes `app/` into every load balancer's ARN."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ministack.services import alb, ec2

from standin.handlers import Made, wrap
from standin.schemas import Properties

_KINDS = {"network": "net", "gateway": "gwy"}


def _created(inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
    arn, attributes = inner(logical_id, properties, stack)
    kind = _KINDS.get(properties.get("Type", "application"))
    if kind is None:
        return arn, attributes
    renamed = arn.replace("loadbalancer/app/", f"loadbalancer/{kind}/")
    record = alb._lbs.pop(arn)
    subnets = [ec2._subnets[subnet] for subnet in record["Subnets"] if subnet in ec2._subnets]
    if subnets:
        record["VpcId"] = subnets[0]["VpcId"]
    record["LoadBalancerArn"] = renamed
    # Network load balancers have names under another suffix than application load balancers.
    record["DNSName"] = re.sub(r"\.([a-z0-9-]+)\.elb\.amazonaws", r".elb.\1.amazonaws", record["DNSName"])
    alb._lbs[renamed] = record
    _move(alb._tags, arn, renamed)
    _move(alb._lb_attrs, arn, renamed)
    return renamed, {
        **attributes,
        "Arn": renamed,
        "LoadBalancerArn": renamed,
        "DNSName": record["DNSName"],
        "LoadBalancerFullName": renamed.partition("loadbalancer/")[2],
    }


def _move(store: Any, old: str, new: str) -> None:
    if old in store:
        store[new] = store.pop(old)


def _updated(inner: Callable[..., Made], physical_id: str, *rest: Any) -> Made:
    made, attributes = inner(physical_id, *rest)
    return made, {**attributes, "LoadBalancerFullName": made.partition("loadbalancer/")[2]}


def _listener_created(inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
    arn, attributes = inner(logical_id, properties, stack)
    kind = properties["LoadBalancerArn"].partition("loadbalancer/")[2].partition("/")[0]
    renamed = arn.replace("listener/app/", f"listener/{kind}/")
    listener = alb._listeners.pop(arn)
    listener["ListenerArn"] = renamed
    alb._listeners[renamed] = listener
    _move(alb._tags, arn, renamed)
    for rule in alb._rules.values():
        if rule["ListenerArn"] == arn:
            rule["ListenerArn"] = renamed
    return renamed, {**attributes, "Arn": renamed, "ListenerArn": renamed}


def _full_name(target_group_arn: str) -> str:
    """`targetgroup/NAME/ID`, as CloudWatch knows a target group; MiniStack leaves the first part out.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
    """
    return target_group_arn.rpartition(":")[2]


def install() -> None:
    """Gives load balancers and their listeners the ARNs and names of their type, and target groups their full name."""
    alb._target_group_full_name_from_arn = _full_name
    wrap("AWS::ElasticLoadBalancingV2::Listener", "create", _listener_created)
    wrap("AWS::ElasticLoadBalancingV2::LoadBalancer", "create", _created)
    wrap("AWS::ElasticLoadBalancingV2::LoadBalancer", "update", _updated)
