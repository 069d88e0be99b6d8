"""Snapshots that are copied and shared with another account, as far as their keys let RDS. MiniStack knows neither.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/share-encrypted-snapshot.html
The codes of the refusals are those of the API's reference; their words are the stand-in's own.
"""

from __future__ import annotations

import json
import time
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import kms, rds

Parameters = dict[str, Any]
Snapshot = dict[str, Any]

#: The key that RDS has in each account, which no other one can be given. No document says whether a copy under it makes
#: it where it is not there yet; here it does not.
_OWN_KEY = "alias/aws/rds"
#: What RDS does with the key of a shared snapshot, by the right of the account that copies it.
_NEEDED = ("kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant")


def copy(parameters: Parameters) -> Any:
    """CopyDBSnapshot: within the account, or here from another account that shares it."""
    target = rds._p(parameters, "TargetDBSnapshotIdentifier")
    wanted = rds._p(parameters, "KmsKeyId")
    found, owner = _source(rds._p(parameters, "SourceDBSnapshotIdentifier"))
    if found is None:
        return rds._error("DBSnapshotNotFound", "there is no such snapshot, or nobody shares it", 404)
    if target in rds._snapshots:
        return rds._error("DBSnapshotAlreadyExists", f"Snapshot {target} already exists.", 400)
    elsewhere = owner != get_account_id()
    if elsewhere and found["Encrypted"] and not wanted:
        return rds._error("InvalidParameterCombination", "a snapshot of another account takes a KmsKeyId here", 400)
    if wanted and not _has_key(wanted):
        return rds._error("KMSKeyNotAccessibleFault", f"there is no key {wanted}", 400)
    if elsewhere and not _may_use(owner, str(found["KmsKeyId"])):
        return rds._error("KMSKeyNotAccessibleFault", f"its key lets this account not do {', '.join(_NEEDED)}", 400)
    made = {
        **{name: value for name, value in found.items() if not name.startswith("_")},
        "DBSnapshotIdentifier": target,
        "DBSnapshotArn": f"arn:aws:rds:{get_region()}:{get_account_id()}:snapshot:{target}",
        "SnapshotCreateTime": rds._format_time(time.time()),
        "SnapshotType": "manual",
        "KmsKeyId": wanted or found["KmsKeyId"],
    }
    rds._snapshots[target] = made
    answer = f"<CopyDBSnapshotResult><DBSnapshot>{rds._snapshot_xml(made)}</DBSnapshot></CopyDBSnapshotResult>"
    return rds._xml(200, "CopyDBSnapshotResponse", answer)


def share(parameters: Parameters) -> Any:
    """ModifyDBSnapshotAttribute: who else may copy a snapshot."""
    name = rds._p(parameters, "DBSnapshotIdentifier")
    found = rds._snapshots.get(name)
    if found is None:
        return rds._error("DBSnapshotNotFound", f"Snapshot {name} not found.", 404)
    accounts = set(rds._parse_member_list(parameters, "ValuesToAdd"))
    if accounts and found["Encrypted"] and found["KmsKeyId"] in ("", _OWN_KEY):
        return rds._error("InvalidParameterCombination", "a snapshot under the default key of RDS is not shared", 400)
    removed = set(rds._parse_member_list(parameters, "ValuesToRemove"))
    found["_SharedWith"] = (set(found.get("_SharedWith", ())) | accounts) - removed
    result = f"<DBSnapshotAttributesResult><DBSnapshotIdentifier>{name}</DBSnapshotIdentifier>"
    answer = f"<ModifyDBSnapshotAttributeResult>{result}</DBSnapshotAttributesResult></ModifyDBSnapshotAttributeResult>"
    return rds._xml(200, "ModifyDBSnapshotAttributeResponse", answer)


def _source(name: str) -> tuple[Snapshot | None, str]:
    """A snapshot by its name or ARN, as far as this account may copy it, and whose it is."""
    account = get_account_id()
    if not name.startswith("arn:"):
        return rds._snapshots.get(name), account
    _arn, _partition, _service, region, owner, _kind, identifier = name.split(":", 6)
    found = rds._snapshots.get_scoped(owner, region, identifier)
    shared = found is not None and (owner == account or account in found.get("_SharedWith", ()))
    return (found if shared else None), owner


def _has_key(key: str) -> bool:
    """Whether the account has a key: that of RDS from its first encrypted database on."""
    used = [one for one in rds._instances.values() if one.get("StorageEncrypted") and not one.get("KmsKeyId")]
    return kms._resolve_key(key) is not None or (key == _OWN_KEY and bool(used))


def _may_use(owner: str, key: str) -> bool:
    """Whether the key's policy lets this account do what RDS does with it."""
    record = kms._keys.get_scoped(owner, get_region(), key.rpartition("/")[2]) or {}
    ours = f"arn:aws:iam::{get_account_id()}:root"
    statements = json.loads(record.get("Policy") or "{}").get("Statement", [])
    granted = [one for one in statements if one["Effect"] == "Allow" and ours in _listed(one["Principal"].get("AWS"))]
    actions = [action for one in granted for action in _listed(one["Action"])]
    return all(needed in actions or "kms:*" in actions for needed in _NEEDED)


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


def install() -> None:
    """Adds both to what RDS answers."""
    rds._ACTION_MAP["CopyDBSnapshot"] = copy
    rds._ACTION_MAP["ModifyDBSnapshotAttribute"] = share
