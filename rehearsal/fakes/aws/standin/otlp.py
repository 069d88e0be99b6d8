"""Reads a request of the OpenTelemetry Protocol with logs, in its binary form.

https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

_VARINT, _EIGHT_BYTES, _TEXT, _FOUR_BYTES = 0, 1, 2, 5


class MalformedError(ValueError):
    """The bytes are no such request."""


def records(body: bytes) -> list[dict[str, Any]]:
    """Each record with its resource, as CloudWatch stores it; raises MalformedError."""
    try:
        return [one for part in _parts(body, 1) for one in _of_resource(part)]
    except (IndexError, struct.error, UnicodeDecodeError) as error:
        raise MalformedError(str(error)) from error


def _of_resource(part: bytes) -> Iterator[dict[str, Any]]:
    resource = {"attributes": _attributes(b"".join(_parts(part, 1)), 1)}
    for scope in _parts(part, 2):
        for record in _parts(scope, 2):
            body = [_value(one) for one in _parts(record, 5)]
            yield {
                "resource": resource,
                "timeUnixNano": _number(record, 1),
                "observedTimeUnixNano": _number(record, 11),
                "body": body[0] if body else None,
                "attributes": _attributes(record, 6),
            }


def _attributes(message: bytes, field: int) -> dict[str, Any]:
    pairs = ((b"".join(_parts(one, 1)).decode(), _value(b"".join(_parts(one, 2)))) for one in _parts(message, field))
    return dict(pairs)


def _value(message: bytes) -> Any:
    """A text, a truth, a number; other kinds are not told apart."""
    for field, value in _fields(message):
        match field:
            case 1:
                return value.decode()
            case 2:
                return bool(value)
            case 4:
                return struct.unpack("<d", value)[0]
            case _:
                return value if isinstance(value, int) else value.hex()
    return None


def _number(message: bytes, wanted: int) -> int:
    return sum(int.from_bytes(value, "little") for field, value in _fields(message) if field == wanted)


def _parts(message: bytes, wanted: int) -> list[bytes]:
    return [value for field, value in _fields(message) if field == wanted]


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """The fields of a message: numbers as they are, everything else as bytes."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            yield key >> 3, value
            continue
        if kind == _TEXT:
            length, at = _varint(message, at)
        elif kind in (_EIGHT_BYTES, _FOUR_BYTES):
            length = 8 if kind == _EIGHT_BYTES else 4
        else:
            raise MalformedError(f"a field of the kind {kind}")
        if at + length > len(message):
            raise MalformedError("it ends within a field")
        yield key >> 3, message[at : at + length]
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
