"""Paths of the stand-in's own, beside the AWS APIs: health, what was recorded, Pod Identity, the handshake."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import cloudformation, eks, route53
from ministack.services.cloudformation import provisioners

from standin import (
    alarms,
    approvals,
    buckets,
    budgets,
    connections,
    events,
    execution_roles,
    executions,
    service_credentials,
    subscriptions,
)
from standin.json_services import JsonError
from standin.real_cluster import ClusterError
from standin.recorded_types import RECORDED

PREFIX = "/_rehearsal/"
Reply = tuple[int, dict[str, Any]]


def answer(method: str, path: str, body: bytes, *, account: str | None = None, region: str | None = None) -> Reply:
    """Status and JSON of one request to a path that starts with PREFIX.

    The emulator's account and region, where none are named.
    """
    with request_scope(account or get_account_id(), region or get_region()):
        return _answer(method, path, body)


def _answer(method: str, path: str, body: bytes) -> Reply:
    match method, path.removeprefix(PREFIX):
        case "GET", "health":
            return 200, {"status": "ready"}
        case "GET", "types":
            return 200, resource_types()
        case "GET", "allowed-actions":
            return 200, {
                "actions": execution_roles.allowed_actions(),
                "listed": execution_roles.listed_actions(get_region()),
            }
        case "GET", "addresses":
            return 200, {"addresses": addresses()}
        case "GET", "pod-identities":
            return 200, {"associations": pod_identities()}
        case "POST", "pod-identities/credentials":
            return _pod_credentials(body)
        case "POST", "service-credentials":
            return _service_credentials(body)
        case "POST", "connections/handshake":
            return _handshake(body)
        case "POST", "subscriptions/confirm":
            return _confirm(body)
        case "GET", name if name.startswith("objects/"):
            return 200, buckets.read_object(*_bucket_and_key(name))
        case "GET", "mails":
            return 200, {"mails": subscriptions.mails()}
        case "GET", "alarms":
            return 200, {"alarms": alarms.described()}
        case "GET", "rules":
            return 200, {"rules": events.rules()}
        case "POST", "alarms/play":
            return _play(body)
        case "POST", "alarms/look":
            return _look(body)
        case "GET", "budgets":
            return 200, {"budgets": budgets.described()}
        case "POST", "budgets/play":
            return _spend(body)
        case "POST", "events":
            return _event(body)
        case "GET", "executions":
            return 200, {"executions": executions.all_executions()}
        case "POST", "executions":
            return _start_execution(body)
        case "POST", "executions/report":
            return _report_execution(body)
        case "POST", "executions/approval":
            return _approval(body)
        case "POST", "executions/approval/time":
            return _pass_time(body)
    return 404, {"error": f"{method} {path} is not a path of the stand-in"}


def resource_types() -> dict[str, dict[str, int]]:
    """How many resources of each type the stacks hold, apart: recorded only, emulated, custom (a function ran)."""
    counts: dict[str, Counter[str]] = {"recordedOnly": Counter(), "emulated": Counter(), "custom": Counter()}
    recorded = {recorded.name for recorded in RECORDED}
    for _key, stack in cloudformation._stacks.all_items():
        for resource in stack.get("_resources", {}).values():
            name = resource["ResourceType"]
            if name in recorded:
                counts["recordedOnly"][name] += 1
            elif name in provisioners._RESOURCE_HANDLERS and not name.endswith("::CustomResource"):
                counts["emulated"][name] += 1
            else:
                counts["custom"][name] += 1
    return {kind: dict(sorted(counter.items())) for kind, counter in counts.items()}


def addresses() -> dict[str, str]:
    """What Route 53 leads where: each name with an alias for IPv4, and its target, without the dots at their ends."""
    records = [record for zone in route53._records._data.values() for record in zone]
    aliases = [one for one in records if one["Type"] == "A" and "AliasTarget" in one]
    return {one["Name"].rstrip("."): one["AliasTarget"]["DNSName"].rstrip(".") for one in aliases}


def pod_identities() -> list[dict[str, str]]:
    """Every Pod Identity association of the account: which role the pods of a ServiceAccount get."""
    fields = ("clusterName", "namespace", "serviceAccount", "roleArn", "associationId")
    records = eks._pod_identity_associations.values()
    found = [{field: str(record[field]) for field in fields} for record in records]
    return sorted(found, key=lambda record: (record["clusterName"], record["namespace"], record["serviceAccount"]))


def _bucket_and_key(name: str) -> tuple[str, str]:
    _objects, bucket, key = [*name.split("/", 2), ""][:3]
    return bucket, key


def _handshake(body: bytes) -> Reply:
    arn = str(json.loads(body or b"{}").get("arn", ""))
    try:
        _arn, _partition, _service, region, account, _resource = arn.split(":", 5)
        connections.finish_handshake(account, region, arn)
    except (ValueError, KeyError):
        return 404, {"error": f"there is no connection '{arn}'; send its ARN as {{\"arn\": ...}}"}
    return 200, {"status": "AVAILABLE"}


def _confirm(body: bytes) -> Reply:
    address = str(json.loads(body or b"{}").get("address", ""))
    confirmed = subscriptions.confirm(address)
    if confirmed == 0:
        return 404, {"error": f"nobody subscribed '{address}'; send its {{\"address\": ...}}"}
    return 200, {"confirmed": confirmed}


def _play(body: bytes) -> Reply:
    request = json.loads(body or b"{}")
    try:
        return 200, {"state": alarms.play(request["alarm"], request["values"])}
    except KeyError as missing:
        return 404, {"error": f'there is no {missing}; send {{"alarm": ..., "values": [...]}}'}


def _look(body: bytes) -> Reply:
    request = json.loads(body or b"{}")
    try:
        return 200, {"state": alarms.look(request["alarm"], request["period"])}
    except KeyError as missing:
        return 404, {"error": f'there is no {missing}; send {{"alarm": ..., "period": <seconds>}}'}


def _spend(body: bytes) -> Reply:
    request = json.loads(body or b"{}")
    try:
        budgets.play(request["budget"], float(request["actual"]), float(request["forecast"]))
    except KeyError as missing:
        return 404, {"error": f'there is no {missing}; send {{"budget": ..., "actual": ..., "forecast": ...}}'}
    return 200, {}


def _event(body: bytes) -> Reply:
    request = json.loads(body or b"{}")
    try:
        events.send(request["source"], request["type"], request["detail"], tuple(request.get("resources", ())))
    except KeyError as missing:
        return 400, {"error": f"the request has no {missing}"}
    return 200, {}


def _pod_credentials(body: bytes) -> Reply:
    def run(request: dict[str, str]) -> dict[str, str]:
        return service_credentials.pod_credentials(
            get_account_id(),
            get_region(),
            request["cluster"],
            request["token"],
        )

    return _credentials(body, run)


def _service_credentials(body: bytes) -> Reply:
    def run(request: dict[str, Any]) -> dict[str, str]:
        return service_credentials.credentials_for(
            request["roleArn"],
            request["service"],
            request["sourceArn"],
            request.get("session", "rehearsal"),
            request.get("tags", {}),
        )

    return _credentials(body, run)


def _credentials(body: bytes, run: Callable[[dict[str, Any]], dict[str, str]]) -> Reply:
    try:
        return 200, run(json.loads(body or b"{}"))
    except KeyError as missing:
        return 400, {"error": f"the request has no {missing}"}
    except service_credentials.RefusedError as refused:
        return 403, {"error": str(refused)}
    except ClusterError as failed:
        return 502, {"error": str(failed)}


def _start_execution(body: bytes) -> Reply:
    try:
        return 200, executions.start(json.loads(body or b"{}")["pipeline"], "WebhookV2", {})
    except KeyError as missing:
        return 400, {"error": f"the request has no {missing}"}
    except JsonError as unknown:
        return 404, {"error": str(unknown)}


def _report_execution(body: bytes) -> Reply:
    request = json.loads(body or b"{}")
    try:
        executions.report(request["id"], request.get("revision"), request.get("summary", ""), request.get("status"))
    except KeyError as missing:
        return 400, {"error": f"the request has no {missing}"}
    except ValueError as wrong:
        return 400, {"error": str(wrong)}
    except executions.UnknownExecutionError as unknown:
        return 404, {"error": str(unknown)}
    return 200, {}


def _approval(body: bytes) -> Reply:
    try:
        return 200, approvals.asked(json.loads(body or b"{}")["id"])
    except KeyError as missing:
        return 400, {"error": f"the request has no {missing}"}
    except (executions.UnknownExecutionError, approvals.NoApprovalError) as unknown:
        return 404, {"error": str(unknown)}


def _pass_time(body: bytes) -> Reply:
    request = json.loads(body or b"{}")
    try:
        approvals.pass_time(request["id"], request["minutes"])
    except KeyError as missing:
        return 400, {"error": f"the request has no {missing}"}
    except executions.UnknownExecutionError as unknown:
        return 404, {"error": str(unknown)}
    return 200, {}
