"""Automated backups of RDS: of an instance that stands, and what a deletion was told to keep."""

from __future__ import annotations

from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import rds

from standin import restores
from standin.schemas import Properties

#: DbiResourceId -> the instance as it was when it was deleted.
_RETAINED: Any = AccountRegionScopedDict()


#: Where a kept record has the end of its window.
_END = "_RestorableTo"


def keep(instance: dict[str, Any], properties: Properties) -> None:
    """Keeps the backups of an instance that goes, unless the template has RDS delete them with it."""
    days = int(instance.get("BackupRetentionPeriod", 0))
    if str(properties.get("DeleteAutomatedBackups", True)).lower() == "false" and days > 0:
        _RETAINED[instance["DbiResourceId"]] = {**dict(instance), _END: restores.latest_restorable(instance)}


def source(resource_id: str) -> dict[str, Any] | None:
    """The instance that backups are of, by its resource id: it stands, or its backups were kept."""
    active = [one for one in rds._instances.values() if one["DbiResourceId"] == resource_id]
    found: dict[str, Any] | None = active[0] if active else _RETAINED.get(resource_id)
    return found


def window(instance: dict[str, Any]) -> tuple[str, str]:
    """From when to when an instance can be restored."""
    return str(instance["InstanceCreateTime"]), str(instance.get(_END) or restores.latest_restorable(instance))


def _xml(instance: dict[str, Any], status: str) -> str:
    fields = {
        "DBInstanceIdentifier": instance["DBInstanceIdentifier"],
        "DbiResourceId": instance["DbiResourceId"],
        "BackupRetentionPeriod": instance.get("BackupRetentionPeriod", 0),
        "AllocatedStorage": instance.get("AllocatedStorage", 0),
        "Status": status,
    }
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    earliest, latest = window(instance)
    inner += f"<RestoreWindow><EarliestTime>{earliest}</EarliestTime><LatestTime>{latest}</LatestTime></RestoreWindow>"
    return f"<DBInstanceAutomatedBackup>{inner}</DBInstanceAutomatedBackup>"


def _describe(_parameters: dict[str, Any]) -> Any:
    """DescribeDBInstanceAutomatedBackups."""
    active = [one for one in rds._instances.values() if int(one.get("BackupRetentionPeriod", 0)) > 0]
    listed = "".join([*(_xml(one, "active") for one in active), *(_xml(one, "retained") for one in _RETAINED.values())])
    backups = f"<DBInstanceAutomatedBackups>{listed}</DBInstanceAutomatedBackups>"
    result = f"<DescribeDBInstanceAutomatedBackupsResult>{backups}</DescribeDBInstanceAutomatedBackupsResult>"
    return rds._xml(200, "DescribeDBInstanceAutomatedBackupsResponse", result)


def install() -> None:
    """Answers for RDS in MiniStack's place."""
    rds._ACTION_MAP["DescribeDBInstanceAutomatedBackups"] = _describe
