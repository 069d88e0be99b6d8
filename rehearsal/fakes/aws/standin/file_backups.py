"""AWS Backup of file systems: a backup is a copy, and a restore puts it into a directory of its own.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region
from ministack.services import backup, efs

from standin.file_systems import Files

Body = dict[str, Any]

#: The vault of EFS's automatic backups: https://docs.aws.amazon.com/efs/latest/ug/automatic-backups.html
_VAULT = "aws/efs/automatic-backup-vault"

#: ARN -> recovery point; id -> restore job.
_POINTS: Any = AccountRegionScopedDict()
_JOBS: Any = AccountRegionScopedDict()

#: What a restore of a file system must be told: the documents name these.
_METADATA = ("file-system-id", "newFileSystem", "Encrypted", "PerformanceMode", "CreationToken")


class FileBackups:
    """What AWS Backup does with file systems."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def start_backup(self, inner: Callable[[Body], Any], body: Body) -> Any:
        """StartBackupJob: a copy of a file system as it is. What is automatic on AWS, somebody asks for here."""
        file_system = _file_system_of(str(body.get("ResourceArn", "")))
        if file_system is None:
            return inner(body)
        name = str(uuid.uuid4())
        self._files.copy(self._files.root(file_system), self._files.backup(name))
        arn = f"arn:aws:backup:{get_region()}:{get_account_id()}:recovery-point:{name}"
        _POINTS[arn] = {
            "RecoveryPointArn": arn,
            "BackupVaultName": str(body.get("BackupVaultName") or _VAULT),
            "CreationDate": time.time(),
            "Status": "COMPLETED",
            "ResourceArn": body["ResourceArn"],
            "ResourceType": "EFS",
            **_lifecycle(body.get("Lifecycle") or {}),
            "_Name": name,
        }
        return backup._ok({"BackupJobId": name, "RecoveryPointArn": arn, "CreationDate": time.time()})

    def start_restore(self, body: Body) -> Any:
        """StartRestoreJob: the backup appears in a directory of its own, off the root directory."""
        point = _POINTS.get(body.get("RecoveryPointArn"))
        if point is None:
            return backup._err("ResourceNotFoundException", "Recovery point not found.", 400)
        metadata = body.get("Metadata") or {}
        missing = [name for name in _METADATA if not metadata.get(name)]
        if missing or not body.get("IamRoleArn"):
            return _invalid(f"missing: {', '.join([*missing, *([] if body.get('IamRoleArn') else ['IamRoleArn'])])}")
        file_system = str(metadata["file-system-id"])
        if metadata["newFileSystem"] != "false" or file_system not in efs._file_systems:
            return _invalid("the stand-in restores into file systems that exist, and into no others")
        now = datetime.now(UTC)
        directory = f"aws-backup-restore_{now.strftime('%Y-%m-%dT%H-%M-%S')}-{now.microsecond // 1000:03d}Z"
        self._files.copy(self._files.backup(str(point["_Name"])), self._files.root(file_system) / directory)
        job = str(uuid.uuid4())
        _JOBS[job] = {
            "RestoreJobId": job,
            "RecoveryPointArn": point["RecoveryPointArn"],
            "Status": "COMPLETED",
            "PercentDone": "100.00%",
            "CreationDate": now.timestamp(),
            "CompletionDate": time.time(),
            # As on AWS, nothing names the directory.
            "CreatedResourceArn": point["ResourceArn"],
        }
        return backup._ok({"RestoreJobId": job})


def point(arn: str) -> Body | None:
    """A recovery point of this account."""
    found: Body | None = _POINTS.get(arn)
    return found


def add_copy(copied: Body, vault: str) -> str:
    """Adds a copy of a recovery point, also of another account's, to a vault of this one; gives its ARN."""
    arn = f"arn:aws:backup:{get_region()}:{get_account_id()}:recovery-point:{uuid.uuid4()}"
    _POINTS[arn] = {**copied, "RecoveryPointArn": arn, "BackupVaultName": vault}
    return arn


def points_in(vault: str) -> list[Body]:
    """The recovery points of a vault."""
    return [_public(point) for point in _POINTS.values() if point["BackupVaultName"] == vault]


def forget(vault: str, arn: str) -> bool:
    """Deletes a recovery point; False when the vault has none of that ARN."""
    return (_POINTS.get(arn) or {}).get("BackupVaultName") == vault and _POINTS.pop(arn, None) is not None


def _lifecycle(lifecycle: Body) -> Body:
    days = lifecycle.get("DeleteAfterDays")
    return {"CalculatedLifecycle": {"DeleteAt": time.time() + int(days) * 24 * 60 * 60}} if days else {}


def _file_system_of(arn: str) -> str | None:
    name = arn.rpartition("file-system/")[2]
    return name if name in efs._file_systems else None


def _invalid(why: str) -> Any:
    return backup._err("InvalidParameterValueException", why, 400)


def _points_of(resource: str) -> Any:
    found = [point for point in _POINTS.values() if point["ResourceArn"] == resource]
    return backup._ok({"RecoveryPoints": [_public(point) for point in found]})


def _public(record: Body) -> Body:
    return {name: value for name, value in record.items() if not name.startswith("_")}


def _describe(inner: Callable[[str], Any], job: str) -> Any:
    found = _JOBS.get(job)
    return backup._ok(found) if found else inner(job)


def install(files: Files) -> None:
    """Answers for AWS Backup in MiniStack's place."""
    backups = FileBackups(files)
    start, describe, route = backup._start_job, backup._describe_restore_job, backup.handle_request
    backup._start_job = lambda body: backups.start_backup(start, body)
    backup._describe_restore_job = lambda job: _describe(describe, job)

    async def handle(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        parts = unquote(path).strip("/").split("/")
        if method == "PUT" and parts == ["restore-jobs"]:
            return backups.start_restore(json.loads(body))
        if method == "GET" and parts[0] == "resources" and parts[-1] == "recovery-points":
            return _points_of("/".join(parts[1:-1]))
        return await route(method, path, headers, body, query)

    backup.handle_request = handle
