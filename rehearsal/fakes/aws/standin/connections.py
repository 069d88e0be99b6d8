"""CodeConnections: a connection is born PENDING, and a person finishes it."""

from __future__ import annotations

from typing import Any

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region, new_uuid

from standin.handlers import Attributes, Made, ResourceType, register
from standin.json_services import Answer, JsonError, JsonService, Request
from standin.schemas import Properties

_CONNECTIONS: Any = AccountRegionScopedDict()
_SERVICE = JsonService(
    "codeconnections",
    "com.amazonaws.codeconnections.CodeConnections_20231201",
    lambda request, _region, _account: str(request.get("ConnectionArn") or "*"),
)

#: The service's former name, which AWS still answers and some SDKs only know.
_FORMER = JsonService(
    "codestar-connections",
    "com.amazonaws.codestar.connections.CodeStar_connections_20191201",
    lambda request, _region, _account: str(request.get("ConnectionArn") or "*"),
)


class Connection(ResourceType):
    """AWS::CodeConnections::Connection."""

    def create(self, _logical_id: str, properties: Properties, _stack: str) -> Made:
        """Makes a connection that waits for its handshake."""
        arn = f"arn:aws:codeconnections:{get_region()}:{get_account_id()}:connection/{new_uuid()}"
        _CONNECTIONS[arn] = {
            "ConnectionName": properties["ConnectionName"],
            "ConnectionArn": arn,
            "ProviderType": properties.get("ProviderType", ""),
            "OwnerAccountId": get_account_id(),
            "ConnectionStatus": "PENDING",
        }
        return arn, self._attributes(arn)

    def update(self, physical_id: str, _old: Properties, _new: Properties) -> Made:
        """Only tags change in place."""
        return physical_id, self._attributes(physical_id)

    def delete(self, physical_id: str, _properties: Properties) -> None:
        """Forgets the connection."""
        _CONNECTIONS.pop(physical_id, None)

    def _attributes(self, arn: str) -> Attributes:
        record = _CONNECTIONS[arn]
        return {name: record[name] for name in ("ConnectionArn", "ConnectionStatus", "OwnerAccountId")}


def finish_handshake(account: str, region: str, arn: str) -> None:
    """What a person does once in the console: the connection becomes AVAILABLE. KeyError: there is none."""
    record = _CONNECTIONS.get_scoped(account, region, arn)
    if record is None:
        raise KeyError(arn)
    record["ConnectionStatus"] = "AVAILABLE"


@_FORMER.operation
@_SERVICE.operation
def get_connection(request: Request) -> Answer:
    """GetConnection."""
    record = _CONNECTIONS.get(request.get("ConnectionArn"))
    if record is None:
        raise JsonError("ResourceNotFoundException", f"Connection not found for {request.get('ConnectionArn')}")
    return {"Connection": record}


@_FORMER.operation
@_SERVICE.operation
def list_connections(_request: Request) -> Answer:
    """ListConnections."""
    return {"Connections": list(_CONNECTIONS.values())}


def install(region: str) -> None:
    """Registers the type and routes the API."""
    register("AWS::CodeConnections::Connection", Connection(), region)
    _SERVICE.install()
    _FORMER.install()
