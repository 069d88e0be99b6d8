"""DB instances that are made from what another one held: a moment of it, or a snapshot.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RestoreFromSnapshot.html
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ministack.services import rds

from standin import automated_backups
from standin.database_servers import Origin
from standin.handlers import ResourceError
from standin.schemas import Properties

#: How far behind the backups are. RDS uploads its logs every five minutes, which no rehearsal waits for.
_BEHIND = timedelta(seconds=5)

#: What comes with the data, and RDS refuses to be told: the schema of AWS::RDS::DBInstance lists it for snapshots, and
#: RestoreDBInstanceToPointInTime has no such parameter, or none for MySQL.
_REFUSED = ("CharacterSetName", "DBName", "KmsKeyId", "MasterUserPassword", "MasterUsername", "Timezone")


@dataclass(frozen=True)
class Restored:
    """What a restored instance has of its source, and where its data come from."""

    properties: Properties
    origin: Origin


def restored(properties: Properties) -> Restored | None:
    """What an instance is restored from; None when its properties ask for an empty one."""
    snapshot, time = properties.get("DBSnapshotIdentifier"), properties.get("RestoreTime")
    if not snapshot and not time:
        return None
    told = [name for name in _REFUSED if properties.get(name)]
    if told:
        raise ResourceError(f"{', '.join(told)} cannot be specified for a DB instance that is restored")
    return _from_snapshot(str(snapshot)) if snapshot else _to_moment(properties, str(time))


def latest_restorable(instance: dict[str, Any]) -> str:
    """Up to when an instance can be restored; its creation, as long as that is not behind the backups."""
    created = _moment(str(instance["InstanceCreateTime"]))
    return _text(max(created, datetime.now(UTC) - _BEHIND))


def _from_snapshot(name: str) -> Restored:
    found = rds._snapshots.get(name)
    if found is None:
        raise ResourceError(f"DBSnapshot not found: {name}")
    # Binary logs know whole seconds: what was written in the second of the snapshot belongs to it.
    until = _moment(str(found["OriginalSnapshotCreateTime"])) + timedelta(seconds=1)
    return Restored(_inherited(found), Origin(str(found["DbiResourceId"]), until))


def _to_moment(properties: Properties, time: str) -> Restored:
    resource_id = str(properties.get("SourceDbiResourceId", ""))
    source = automated_backups.source(resource_id)
    if source is None:
        raise ResourceError(f"there are no automated backups of {resource_id or 'a source that is not named'}")
    earliest, latest = automated_backups.window(source)
    if not _moment(earliest) <= _moment(time) <= _moment(latest):
        raise ResourceError(f"{resource_id} can be restored from {earliest} to {latest}, and not to {time}")
    return Restored(_inherited(source), Origin(resource_id, _moment(time)))


def _inherited(source: dict[str, Any]) -> Properties:
    return {"DBName": source["DBName"], "MasterUsername": source["MasterUsername"]}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
