"""ExecuteChangeSet and DeleteStack answer when what they started has ended; AWS answers at once.

The CDK's command line looks at a stack every five seconds and has no setting for it: it would sleep through the end of
nearly every operation. Nothing is done earlier for it, and the stack shows its progress to everybody else meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from ministack import app
from ministack.services import cloudformation

#: Longest delay of an answer, in seconds: well below what clients of AWS wait for one.
LONGEST = 30.0
_EVERY = 0.05
_OPERATIONS = {"ExecuteChangeSet", "DeleteStack"}
_SERVICE = "cloudformation"

Response = tuple[int, Any, bytes]
Handler = Callable[[str, str, dict[str, str], bytes, dict[str, Any]], Awaitable[Response]]


def answering_late(inner: Handler, status: Callable[[str], str], longest: float = LONGEST) -> Handler:
    """Delays the answers of those operations; `status` gives a stack's status by its name or ARN."""

    async def handle(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> Response:
        answer = await inner(method, path, headers, body, query)
        form = parse_qs(body.decode(errors="replace"))
        if answer[0] == 200 and form.get("Action", [""])[0] in _OPERATIONS:
            stack = form.get("StackName", [""])[0]
            deadline = asyncio.get_running_loop().time() + longest
            while status(stack).endswith("_IN_PROGRESS") and asyncio.get_running_loop().time() < deadline:
                await asyncio.sleep(_EVERY)
        return answer

    return handle


def _status(stack: str) -> str:
    for record in cloudformation._stacks.values():
        if stack in (record["StackName"], record["StackId"]):
            return str(record["StackStatus"])
    return ""


def install() -> None:
    """Puts the delay around MiniStack's CloudFormation."""
    app.SERVICE_HANDLERS[_SERVICE] = answering_late(app.SERVICE_HANDLERS[_SERVICE], _status)
