"""The key that a service of AWS has in an account: DescribeKey makes it, when it is asked for an alias without one.

https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
MiniStack has no such alias.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ministack.services import kms

#: What the alias of such a key begins with.
_PREFIX = "alias/aws/"
#: Where a key's record says that it is one.
_MANAGED = "_managed"


def exists(alias: str) -> bool:
    """Whether the account has the key of an alias."""
    return kms._resolve_key(alias) is not None


def _make(alias: str) -> None:
    _status, _headers, body = kms._create_key({"Description": f"Default key of {alias.removeprefix('alias/')}"})
    key = json.loads(body)["KeyMetadata"]["KeyId"]
    kms._keys[key][_MANAGED] = True
    kms._aliases[kms._alias_arn(alias)] = key
    kms._stamp_alias(kms._alias_arn(alias), created=True)


def install() -> None:
    """Makes the key in front of MiniStack's answer, which says whose it is."""
    describe: Callable[[dict[str, Any]], Any] = kms._describe_key
    metadata: Callable[[dict[str, Any]], dict[str, Any]] = kms._key_metadata

    def described(data: dict[str, Any]) -> Any:
        alias = str(data.get("KeyId", ""))
        if alias.startswith(_PREFIX) and not exists(alias):
            _make(alias)
        return describe(data)

    def with_manager(record: dict[str, Any]) -> dict[str, Any]:
        return {**metadata(record), **({"KeyManager": "AWS"} if record.get(_MANAGED) else {})}

    kms._describe_key = described
    kms._key_metadata = with_manager
