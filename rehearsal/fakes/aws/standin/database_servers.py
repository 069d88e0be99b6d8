"""Who runs the MySQL server behind an RDS DB instance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from ministack.services import rds

from standin.sandbox import Sandbox

#: Longest wait for a database server to start, change or stop, in seconds.
DATABASE_TIMEOUT = 120.0


@dataclass(frozen=True)
class Origin:
    """What a database is restored from: the instance that had the data, by its resource id, and a moment."""

    resource_id: str
    until: datetime


class DatabaseServers(Protocol):
    """Who runs the server behind a DB instance. Every call returns once clients can connect again."""

    def start(
        self, identifier: str, instance: dict[str, Any], password: str, origin: Origin | None
    ) -> tuple[str, int] | None:
        """Starts a server, empty or restored; gives host and port for clients, or None to keep the made-up ones."""

    def change(self, identifier: str, instance: dict[str, Any], password: str) -> None:
        """Applies changed properties; a changed class restarts the server, as RDS does."""

    def stop(self, identifier: str) -> None:
        """Stops the server and removes its data."""


class MetadataOnly:
    """No server: an instance is its description. What a rehearsal without databases uses."""

    def start(self, _identifier: str, _instance: dict[str, Any], _password: str, _origin: Origin | None) -> None:
        """Starts nothing."""

    def change(self, _identifier: str, _instance: dict[str, Any], _password: str) -> None:
        """Changes nothing."""

    def stop(self, _identifier: str) -> None:
        """Stops nothing."""


class SandboxServers:
    """Servers of the rehearsal: POST, PUT and DELETE /databases/NAME."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def start(
        self, identifier: str, instance: dict[str, Any], password: str, origin: Origin | None
    ) -> tuple[str, int] | None:
        """POST; the answer holds `host` and `port`."""
        body = self._body(instance, password)
        if origin:
            until = origin.until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            body["restore"] = {"resourceId": origin.resource_id, "until": until}
        answer = self._sandbox.call("POST", f"/databases/{identifier}", body)
        return str(answer["host"]), int(answer["port"])

    def change(self, identifier: str, instance: dict[str, Any], password: str) -> None:
        """PUT with the whole description."""
        self._sandbox.call("PUT", f"/databases/{identifier}", self._body(instance, password))

    def stop(self, identifier: str) -> None:
        """DELETE."""
        self._sandbox.call("DELETE", f"/databases/{identifier}")

    def _body(self, instance: dict[str, Any], password: str) -> dict[str, Any]:
        return {
            "engine": instance["Engine"],
            "version": instance["EngineVersion"],
            "instanceClass": instance["DBInstanceClass"],
            "user": instance["MasterUsername"],
            "password": password,
            "database": instance["DBName"],
            "resourceId": instance["DbiResourceId"],
            "parameters": _parameters(instance["DBParameterGroups"][0]["DBParameterGroupName"]),
        }


def _parameters(group: str) -> dict[str, str]:
    """What a parameter group sets; nothing for RDS's default groups."""
    found = rds._param_groups.get(group, {}).get("Parameters", {})
    return {name: str(parameter["ParameterValue"]) for name, parameter in found.items()}
