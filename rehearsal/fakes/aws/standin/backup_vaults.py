"""Vaults of AWS Backup with a lock: who may delete what is in them, and until when the lock can be taken off.

https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
The words of the refusals are the stand-in's own: AWS documents the errors' types.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from ministack.services import backup

from standin import file_backups
from standin.handlers import ResourceError, keep, wrap
from standin.schemas import Properties

_TYPE = "AWS::Backup::BackupVault"
_DAY = 24 * 60 * 60

#: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html
_LEAST_CHANGEABLE_DAYS = 3

Body = dict[str, Any]


def put_lock(name: str, lock: Body) -> Any:
    """PutBackupVaultLockConfiguration."""
    vault = backup._vaults.get(name)
    if vault is None:
        return backup._err("ResourceNotFoundException", f"Vault '{name}' not found.", 404)
    refused = _fault(lock) or _final(vault)
    if refused:
        return refused
    _apply(vault, lock)
    return backup._no_content()


def delete_lock(name: str) -> Any:
    """DeleteBackupVaultLockConfiguration."""
    vault = backup._vaults.get(name)
    if vault is None:
        return backup._err("ResourceNotFoundException", f"Vault '{name}' not found.", 404)
    refused = _final(vault)
    if refused:
        return refused
    _apply(vault, {})
    return backup._no_content()


def delete_point(name: str, arn: str) -> Any:
    """DeleteRecoveryPoint: a lock, of either kind, lets nobody delete one."""
    if (backup._vaults.get(name) or {}).get("Locked"):
        return backup._err("AccessDeniedException", f"The vault {name} is locked: its recovery points stay.", 403)
    if not file_backups.forget(name, arn):
        return backup._err("ResourceNotFoundException", "Recovery point not found.", 404)
    return backup._no_content()


def delete_vault(inner: Callable[[str], Any], name: str) -> Any:
    """DeleteBackupVault: AWS deletes none that holds something."""
    if file_backups.points_in(name):
        return backup._err("InvalidRequestException", f"The vault {name} contains recovery points.", 400)
    return inner(name)


def _fault(lock: Body) -> Any:
    least, most = lock.get("MinRetentionDays"), lock.get("MaxRetentionDays")
    if least is not None and most is not None and int(least) > int(most):
        return backup._err("InvalidParameterValueException", f"MinRetentionDays {least} is above {most}.", 400)
    days = lock.get("ChangeableForDays")
    if days is not None and int(days) < _LEAST_CHANGEABLE_DAYS:
        return backup._err("InvalidParameterValueException", f"ChangeableForDays {days} is below 3.", 400)
    return None


def _final(vault: Body) -> Any:
    if time.time() < vault.get("LockDate", float("inf")):
        return None
    name = vault["BackupVaultName"]
    return backup._err("InvalidRequestException", f"The lock of the vault {name} can no longer be changed.", 400)


def _apply(vault: Body, lock: Body) -> None:
    """What DescribeBackupVault and ListBackupVaults show of it."""
    for key in ("MinRetentionDays", "MaxRetentionDays", "LockDate"):
        vault.pop(key, None)
    vault["Locked"] = bool(lock)
    vault.update({key: int(lock[key]) for key in ("MinRetentionDays", "MaxRetentionDays") if lock.get(key)})
    if lock.get("ChangeableForDays"):
        vault["LockDate"] = time.time() + int(lock["ChangeableForDays"]) * _DAY


def _kept(name: str, properties: Properties) -> None:
    """CloudFormation sets the lock of a vault that it makes or changes."""
    lock = properties.get("LockConfiguration")
    vault = backup._vaults.get(name)
    if vault is None or _shown(vault) == _wanted(lock):
        return
    status, _headers, body = put_lock(name, lock) if lock else delete_lock(name)
    if status >= 400:
        raise ResourceError(json.loads(body)["Message"])


def _shown(vault: Body) -> tuple[Any, ...]:
    return vault.get("MinRetentionDays"), vault.get("MaxRetentionDays"), "LockDate" in vault


def _wanted(lock: Body | None) -> tuple[Any, ...]:
    days = [int(lock[key]) if lock and lock.get(key) else None for key in ("MinRetentionDays", "MaxRetentionDays")]
    return *days, bool(lock and lock.get("ChangeableForDays"))


def _deleted(inner: Callable[..., None], name: str, properties: Properties) -> None:
    if file_backups.points_in(name):
        raise ResourceError(f"Backup vault {name} contains recovery points.")
    inner(name, properties)


def install() -> None:
    """Answers in front of MiniStack, which has vaults without locks."""
    keep(_TYPE, _kept)
    wrap(_TYPE, "delete", _deleted)
    deleted, route = backup._delete_vault, backup.handle_request
    backup._delete_vault = lambda name: delete_vault(deleted, name)

    async def handle(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        parts = unquote(path).strip("/").split("/")
        if parts[0] == "backup-vaults" and len(parts) > 2:
            found = _answer(method, parts, body)
            if found is not None:
                return found
        return await route(method, path, headers, body, query)

    backup.handle_request = handle


def _answer(method: str, parts: list[str], body: bytes) -> Any:
    name, kind, rest = parts[1], parts[2], "/".join(parts[3:])
    if kind == "vault-lock":
        return put_lock(name, json.loads(body)) if method == "PUT" else delete_lock(name)
    if kind != "recovery-points":
        return None
    if method == "DELETE":
        return delete_point(name, rest)
    return None if rest else backup._ok({"RecoveryPoints": file_backups.points_in(name)})
