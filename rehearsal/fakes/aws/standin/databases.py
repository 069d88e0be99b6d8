"""AWS::RDS::DBInstance on top of MiniStack's: a real server may stand behind it, and what RDS protects is protected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.core.responses import json_response
from ministack.services import rds, secretsmanager
from ministack.services.cloudformation import provisioners

from standin import automated_backups, master_passwords, restores
from standin.database_servers import DatabaseServers
from standin.handlers import Attributes, Made, ResourceError, blocks, wrap
from standin.schemas import Properties

_TYPE = "AWS::RDS::DBInstance"


class Databases:
    """Create, update, delete and snapshot of a DB instance, around MiniStack's own."""

    def __init__(self, servers: DatabaseServers) -> None:
        self._servers = servers

    def create(self, inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
        """`creating` until the server answers; one that does not start leaves no instance."""
        self._refuse_taken_name(properties)
        restored = restores.restored(properties)
        known = {**properties, **restored.properties} if restored else properties
        identifier, _own = inner(logical_id, master_passwords.with_password(known), stack)
        instance = rds._instances[identifier]
        instance["DBInstanceStatus"] = "creating"
        instance["EnabledCloudwatchLogsExports"] = properties.get("EnableCloudwatchLogsExports", [])
        try:
            origin = restored.origin if restored else None
            endpoint = self._servers.start(identifier, instance, instance["_MasterUserPassword"], origin)
        except Exception as error:
            rds._instances.pop(identifier)
            raise ResourceError(f"DB instance {identifier} did not start: {error}") from error
        if endpoint:
            instance["Endpoint"]["Address"], instance["Endpoint"]["Port"] = endpoint
        if master_passwords.is_managed(properties):
            master_passwords.keep(instance)
        instance["DBInstanceStatus"] = "available"
        return identifier, _attributes(instance)

    def update(
        self, inner: Callable[..., Made], physical_id: str, old: Properties, new: Properties, *rest: str
    ) -> Made:
        """`modifying` until the server has taken the change; storage never shrinks."""
        _refuse_less_storage(rds._instances.get(physical_id), new)
        begins = master_passwords.is_managed(new) and not master_passwords.is_managed(old)
        identifier, _own = inner(physical_id, old, master_passwords.with_password(new) if begins else new, *rest)
        instance = rds._instances[identifier]
        if identifier != physical_id:
            return identifier, _attributes(instance)
        if begins:
            master_passwords.keep(instance)
        elif master_passwords.is_managed(old) and not master_passwords.is_managed(new):
            master_passwords.forget(instance)
        instance["DBInstanceStatus"] = "modifying"
        instance["EnabledCloudwatchLogsExports"] = new.get("EnableCloudwatchLogsExports", [])
        try:
            self._servers.change(identifier, instance, instance["_MasterUserPassword"])
        finally:
            instance["DBInstanceStatus"] = "available"
        return identifier, _attributes(instance)

    def delete(self, inner: Callable[..., None], physical_id: str, properties: Properties) -> None:
        """Refused while deletion protection is on."""
        instance = rds._instances.get(physical_id)
        if instance is None:
            return
        _refuse_protected(instance)
        instance["DBInstanceStatus"] = "deleting"
        self._servers.stop(physical_id)
        automated_backups.keep(instance, properties)
        master_passwords.forget(instance)
        inner(physical_id, properties)

    def snapshot(self, inner: Callable[..., None], physical_id: str, properties: Properties) -> None:
        """A final snapshot is part of a delete, so protection refuses it too."""
        instance = rds._instances.get(physical_id)
        if instance is not None:
            _refuse_protected(instance)
            inner(physical_id, properties)

    def _refuse_taken_name(self, properties: Properties) -> None:
        name = str(properties.get("DBInstanceIdentifier", "")).lower()
        if name and name in rds._instances:
            raise ResourceError(f"DB instance already exists: {name}")


def _refuse_less_storage(instance: dict[str, Any] | None, new: Properties) -> None:
    """https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html: it can't be reduced."""
    wanted, current = int(new.get("AllocatedStorage", 0)), int((instance or {}).get("AllocatedStorage", 0))
    if 0 < wanted < current:
        raise ResourceError(
            f"Requested storage size ({wanted}) cannot be less than the current storage size ({current}). "
            "(Service: Rds, Status Code: 400, Error Code: InvalidParameterCombination)"
        )


def _refuse_protected(instance: dict[str, Any]) -> None:
    if instance.get("DeletionProtection"):
        raise ResourceError(
            f"Cannot delete protected DB Instance {instance['DBInstanceIdentifier']}, "
            "please disable deletion protection and try again."
        )


def _attributes(instance: dict[str, Any]) -> Attributes:
    attributes: Attributes = provisioners._rds_db_instance_attrs(instance)
    arn = master_passwords.secret_arn(instance)
    return {**attributes, "MasterUserSecret.SecretArn": arn} if arn else attributes


def _rotate_by_rds(servers: DatabaseServers) -> None:
    """RotateSecret of a secret that RDS keeps: the server takes the new password at once."""
    inner = secretsmanager._rotate_secret

    def rotated(data: dict[str, Any]) -> Any:
        name, secret = secretsmanager._resolve(data.get("SecretId"))
        kept = [one for one in rds._instances.values() if secret and master_passwords.secret_arn(one) == secret["ARN"]]
        for instance in kept:
            servers.change(instance["DBInstanceIdentifier"], instance, master_passwords.rotate(instance))
        return json_response({"ARN": secret["ARN"], "Name": name}) if kept else inner(data)

    secretsmanager._rotate_secret = rotated


def _show_instances() -> None:
    """DescribeDBInstances gets an instance's own log exports, and how far its backups are now."""
    render: Callable[[dict[str, Any]], str] = rds._instance_xml

    def as_it_is(instance: dict[str, Any]) -> str:
        instance["LatestRestorableTime"] = restores.latest_restorable(instance)
        members = "".join(f"<member>{name}</member>" for name in instance.get("EnabledCloudwatchLogsExports") or [])
        full = f"<EnabledCloudwatchLogsExports>{members}</EnabledCloudwatchLogsExports>"
        return render(instance).replace("<EnabledCloudwatchLogsExports/>", full)

    rds._instance_xml = as_it_is


def install(servers: DatabaseServers) -> None:
    """Puts the four steps around MiniStack's type, which then waits on a thread of its own."""
    databases = Databases(servers)
    for step in ("create", "update", "delete", "snapshot"):
        wrap(_TYPE, step, getattr(databases, step))
    blocks(_TYPE)
    automated_backups.install()
    _rotate_by_rds(servers)
    _show_instances()
