"""Adds a service that MiniStack lacks: an AWS JSON 1.1 API, routed and authorized like its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ministack import app
from ministack.core import iam_actions, router

Request = dict[str, Any]
Answer = dict[str, Any]
Response = tuple[int, dict[str, str], bytes]


class JsonError(Exception):
    """An error answer: `code` is the API's error type, the message is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class JsonService:
    """The operations of one API, and the ARN that each request is authorized for."""

    def __init__(self, name: str, target: str, arn_of: Callable[[Request, str, str], str]) -> None:
        """`target` is the prefix of X-Amz-Target; `arn_of` gets request, region and account."""
        self.name = name
        self._target = target
        self._arn_of = arn_of
        self._operations: dict[str, Callable[[Request], Answer]] = {}

    def operation(self, run: Callable[[Request], Answer]) -> Callable[[Request], Answer]:
        """Registers a function as the operation of its name in PascalCase."""
        self._operations["".join(part.capitalize() for part in run.__name__.split("_"))] = run
        return run

    async def handle(
        self, _method: str, _path: str, headers: dict[str, str], body: bytes, _query: dict[str, Any]
    ) -> Response:
        """Answers one request; an operation that is not modelled is refused, not ignored."""
        name = headers.get("x-amz-target", "").rpartition(".")[2]
        run = self._operations.get(name)
        try:
            if run is None:
                raise JsonError("UnknownOperationException", f"the stand-in has no {self.name}:{name}")
            return _reply(200, run(json.loads(body or b"{}")))
        except JsonError as error:
            return _reply(400, {"__type": error.code, "message": str(error)})

    def install(self) -> None:
        """Routes the API's requests here and has IAM evaluate its actions."""
        app.SERVICE_HANDLERS[self.name] = self.handle
        router.SERVICE_PATTERNS[self.name] = {
            "target_prefixes": [self._target],
            "host_patterns": [rf"{self.name}\."],
            "credential_scope": self.name,
        }
        iam_actions.SERVICE_TO_IAM_NAMESPACE[self.name] = self.name
        known: Callable[..., str] = iam_actions.extract_resource_arn

        def resource_arn(service: str, *arguments: Any) -> str:
            if service != self.name:
                return known(service, *arguments)
            _method, _path, _headers, body, _query, region, account = arguments
            return self._arn_of(json.loads(body or b"{}"), region, account)

        iam_actions.extract_resource_arn = resource_arn


def _reply(status: int, answer: Answer) -> Response:
    return status, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(answer).encode()
