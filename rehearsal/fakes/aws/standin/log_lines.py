"""The endpoint of CloudWatch Logs for the OpenTelemetry Protocol, which MiniStack lacks.

A request is signed as any other, names group and stream in headers, and asks for logs:PutLogEvents on that stream.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from ministack import app
from ministack.core import iam_actions

from standin import otlp

PATH = "/v1/logs"
#: Bytes of a request before it is compressed.
LARGEST = 1_048_576
_TARGET = "Logs_20140328.PutLogEvents"

Headers = dict[str, str]
Response = tuple[int, Any, bytes]
Dispatch = Callable[[str, str, Headers, bytes, dict[str, Any], str], Awaitable[Response]]


class RefusedError(ValueError):
    """The request is not one that the endpoint takes."""


def as_put_log_events(headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    """The request that puts the same lines into the same stream; raises RefusedError."""
    group, stream = headers.get("x-aws-log-group"), headers.get("x-aws-log-stream")
    if not group or not stream:
        raise RefusedError("the headers x-aws-log-group and x-aws-log-stream are needed")
    plain = app._decompress_request_body(body, headers)
    if len(plain) > LARGEST:
        raise RefusedError(f"the request has {len(plain)} bytes, and {LARGEST} are taken")
    try:
        found = otlp.records(plain)
    except otlp.MalformedError as error:
        raise RefusedError(f"not a request of OTLP: {error}") from error
    events = [{"timestamp": _milliseconds(one), "message": json.dumps(one)} for one in found]
    asked = {"logGroupName": group, "logStreamName": stream, "logEvents": events}
    kept = {name: value for name, value in headers.items() if name != "content-encoding"}
    return {
        **kept,
        "x-amz-target": _TARGET,
        "content-type": "application/x-amz-json-1.1",
    }, json.dumps(asked).encode()


def _milliseconds(record: dict[str, Any]) -> int:
    return int(record["timeUnixNano"] or record["observedTimeUnixNano"]) // 1_000_000


def taking_otlp(inner: Dispatch) -> Dispatch:
    """Lets a dispatcher of MiniStack take these requests; the signature is that of the request as it came."""

    async def dispatch(
        method: str, path: str, headers: Headers, body: bytes, query: dict[str, Any], request_id: str
    ) -> Response:
        if (method, path) != ("POST", PATH):
            return await inner(method, path, headers, body, query, request_id)
        try:
            put_headers, put_body = as_put_log_events(headers, body)
        except RefusedError as refused:
            return 400, {"Content-Type": "text/plain"}, str(refused).encode()
        status, answered, text = await inner(method, "/", put_headers, put_body, query, request_id)
        # An answer without any field is an empty one.
        return (status, {"Content-Type": "application/x-protobuf"}, b"") if status == 200 else (status, answered, text)

    return dispatch


def _of_streams(inner: Callable[..., str]) -> Callable[..., str]:
    """What PutLogEvents writes to is a stream; MiniStack asks policies about the group."""

    def arn(service: str, method: str, path: str, headers: Headers, body: bytes, *rest: Any) -> str:
        found = inner(service, method, path, headers, body, *rest)
        if service != "logs" or headers.get("x-amz-target") != _TARGET:
            return found
        return f"{found}:log-stream:{json.loads(body).get('logStreamName', '')}"

    return arn


def install() -> None:
    """Adds the path, and makes policies on streams count."""
    app._dispatch_service_request = taking_otlp(app._dispatch_service_request)
    iam_actions.extract_resource_arn = _of_streams(iam_actions.extract_resource_arn)
