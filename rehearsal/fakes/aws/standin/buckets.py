"""Buckets: MiniStack drops a bucket's tags, which CDK's emptying handler asks for, and deletes full buckets.

CloudFront reads objects here without a signature; whether a bucket's policy lets it, the fake CloudFront looks at.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from ministack.services import s3
from ministack.services.cloudformation import provisioners

from standin.handlers import ResourceError, keep, wrap
from standin.schemas import Properties

_TYPE = "AWS::S3::Bucket"


def _tag(name: str, properties: Properties) -> None:
    tags = provisioners._tag_map(properties.get("Tags"))
    if tags:
        s3._bucket_tags[name] = tags
    else:
        s3._bucket_tags.pop(name, None)


def _deleted(inner: Callable[..., None], physical_id: str, properties: Properties) -> None:
    bucket = s3._buckets.get(physical_id)
    if bucket and (bucket["objects"] or s3._bucket_has_versions(physical_id)):
        raise ResourceError(f"The bucket you tried to delete is not empty: {physical_id}")
    inner(physical_id, properties)


def read_object(bucket: str, key: str) -> dict[str, Any]:
    """S3's answer to a GET of an object: status, headers in lower case, and the body in base64."""
    status, headers, body = s3._get_object(bucket, key, {})
    lower = {name.lower(): str(value) for name, value in headers.items()}
    return {"status": status, "headers": lower, "body": base64.b64encode(body).decode()}


def install() -> None:
    """Keeps the tags and refuses to delete what still holds objects."""
    provisioners._STACK_TAG_PROPERTY[_TYPE] = ("Tags", "list")
    keep(_TYPE, _tag)
    wrap(_TYPE, "delete", _deleted)
