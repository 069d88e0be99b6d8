"""Backups of file systems that are copied into a vault of another account, on the conditions of AWS Backup.

https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
MiniStack copies none. Here a copy is whole at once, and the words of a refusal are the stand-in's own. The global
setting stands for one organization of both accounts: on AWS only its management account may turn it on.
"""

from __future__ import annotations

import json
import time
import uuid
from typing import Any
from urllib.parse import unquote

from ministack.core.responses import AccountRegionScopedDict, get_account_id, request_scope
from ministack.services import backup

from standin import file_backups

Body = dict[str, Any]

_RIGHT = "backup:CopyIntoBackupVault"
#: Vault -> who may do what with it; job -> how it stands.
_POLICIES: Any = AccountRegionScopedDict()
_JOBS: Any = AccountRegionScopedDict()
#: The settings of the organization.
_SETTINGS: dict[str, str] = {}


def start(body: Body) -> Any:
    """StartCopyJob: the copy is the destination's, and says of which resource it is."""
    point = file_backups.point(str(body.get("RecoveryPointArn")))
    if point is None or point["BackupVaultName"] != body.get("SourceBackupVaultName"):
        return backup._err("ResourceNotFoundException", "the vault has no such recovery point", 400)
    _arn, _partition, _service, region, account, _kind, vault = str(body["DestinationBackupVaultArn"]).split(":", 6)
    refused = _refused(account, region, vault)
    if refused:
        return backup._err("InvalidParameterValueException", refused, 400)
    source = get_account_id()
    with request_scope(account, region):
        copy = file_backups.add_copy(point, vault)
    job = str(uuid.uuid4())
    _JOBS[job] = {
        "CopyJobId": job,
        "SourceRecoveryPointArn": point["RecoveryPointArn"],
        "DestinationRecoveryPointArn": copy,
        "DestinationBackupVaultArn": body["DestinationBackupVaultArn"],
        "AccountId": source,
        "State": "COMPLETED",
        "CreationDate": time.time(),
        "CompletionDate": time.time(),
    }
    return backup._ok({"CopyJobId": job, "CreationDate": time.time()})


def _refused(account: str, region: str, vault: str) -> str | None:
    """Why nothing is copied into that vault; None when it is."""
    if vault == "Default":
        return "nothing is copied into the default vault"
    if backup._vaults.get_scoped(account, region, vault) is None:
        return f"the account {account} has no vault {vault}"
    if account == get_account_id():
        return None
    if _SETTINGS.get("isCrossAccountBackupEnabled") != "true":
        return "the organization lets no backup go from account to account"
    policy = _POLICIES.get_scoped(account, region, vault) or {"Statement": []}
    ours = f"arn:aws:iam::{get_account_id()}:root"
    allowed = [
        one
        for one in policy["Statement"]
        if one["Effect"] == "Allow" and one["Action"] == _RIGHT and one["Principal"].get("AWS") == ours
    ]
    return None if allowed else f"the vault {vault} lets the account {get_account_id()} copy nothing into it"


def _put_policy(vault: str, body: Body) -> Any:
    if vault not in backup._vaults:
        return backup._not_found(f"Vault '{vault}' not found.")
    _POLICIES[vault] = json.loads(body["Policy"])
    return backup._ok({})


def _put_settings(body: Body) -> Any:
    _SETTINGS.update(body.get("GlobalSettings") or {})
    return backup._ok({})


def _describe(job: str) -> Any:
    found = _JOBS.get(job)
    return backup._ok({"CopyJob": found}) if found else backup._not_found(f"Copy job '{job}' not found.")


def install() -> None:
    """Answers in front of MiniStack."""
    route = backup.handle_request

    async def handle(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        parts = unquote(path).strip("/").split("/")
        match method, parts:
            case "PUT", ["copy-jobs"]:
                return start(json.loads(body))
            case "GET", ["copy-jobs", job]:
                return _describe(job)
            case "PUT", ["backup-vaults", vault, "access-policy"]:
                return _put_policy(vault, json.loads(body))
            case "PUT", ["global-settings"]:
                return _put_settings(json.loads(body))
        return await route(method, path, headers, body, query)

    backup.handle_request = handle
