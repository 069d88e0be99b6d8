"""aws:PrincipalArn of a role's session is the ARN of the role: MiniStack takes that of the session.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ministack.core import iam_evaluator

_KEY = "aws:principalarn"
_SESSION = re.compile(r"^arn:([^:]+):sts::(\d{12}):assumed-role/([^/]+)/.+$")


def role_of(principal: str) -> str:
    """The ARN by which conditions know a principal. Sessions do not tell a path; no role of the app has one."""
    return _SESSION.sub(r"arn:\1:iam::\2:role/\3", principal)


def install() -> None:
    """Resolves the key wherever MiniStack asks for it."""
    resolve: Callable[[str, Any], Any] = iam_evaluator._resolve_condition_key

    def resolve_role(key: str, context: Any) -> Any:
        value = resolve(key, context)
        return role_of(value) if key.lower() == _KEY and isinstance(value, str) else value

    iam_evaluator._resolve_condition_key = resolve_role
