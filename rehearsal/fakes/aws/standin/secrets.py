"""Secrets: Ref gives the ARN, and a generated value follows every option of GenerateSecretString."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ministack.services import secretsmanager
from ministack.services.cloudformation import provisioners

from standin.handlers import Made, ResourceError, wrap
from standin.schemas import Properties

_FLAGS = (
    "ExcludeLowercase",
    "ExcludeNumbers",
    "ExcludePunctuation",
    "ExcludeUppercase",
    "IncludeSpace",
    "RequireEachIncludedType",
)


def secret_string(properties: Properties) -> str:
    """The value of a secret's template: SecretString, or one generated as GenerateSecretString asks.

    Raises ResourceError when the options contradict each other or the string template is no JSON object.
    """
    options = properties.get("GenerateSecretString")
    if options is None:
        return str(properties.get("SecretString", "{}"))
    if "SecretString" in properties:
        raise ResourceError("SecretString and GenerateSecretString cannot both be given")
    password = _generate(options)
    template, key = options.get("SecretStringTemplate"), options.get("GenerateStringKey")
    if template is None and key is None:
        return password
    if template is None or key is None:
        raise ResourceError("SecretStringTemplate and GenerateStringKey must be given together")
    try:
        value = json.loads(template)
    except ValueError as error:
        raise ResourceError(f"SecretStringTemplate is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ResourceError("SecretStringTemplate is not a JSON object")
    return json.dumps({**value, key: password}, separators=(",", ":"))


def _generate(options: Properties) -> str:
    request: dict[str, Any] = {"PasswordLength": int(options.get("PasswordLength", 32))}
    request["ExcludeCharacters"] = options.get("ExcludeCharacters", "")
    request.update({name: str(options[name]).lower() == "true" for name in _FLAGS if name in options})
    status, _headers, body = secretsmanager._get_random_password(request)
    answer = json.loads(body)
    if status != 200:
        raise ResourceError(str(answer.get("message") or answer.get("Message")))
    return str(answer["RandomPassword"])


def _name(physical_id: str) -> str:
    """MiniStack keeps secrets by name; CloudFormation's physical id is the ARN."""
    name, _secret = secretsmanager._resolve(physical_id)
    return str(name or physical_id)


def _created(inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
    name = properties.get("Name") or provisioners._physical_name(stack, logical_id)
    if name in secretsmanager._secrets:
        raise ResourceError(f"The operation failed because the secret {name} already exists.")
    _made, attributes = inner(logical_id, properties, stack)
    return attributes["Arn"], attributes


def _updated(inner: Callable[..., Made], physical_id: str, *rest: Any) -> Made:
    _made, attributes = inner(_name(physical_id), *rest)
    return attributes["Arn"], attributes


def _deleted(inner: Callable[..., None], physical_id: str, *rest: Any) -> None:
    inner(_name(physical_id), *rest)


def install() -> None:
    """Corrects AWS::SecretsManager::Secret."""
    provisioners._sm_secret_string = secret_string
    provisioners._REPLACING_PROPERTIES["AWS::SecretsManager::Secret"] = ("Name",)
    wrap("AWS::SecretsManager::Secret", "create", _created)
    wrap("AWS::SecretsManager::Secret", "update", _updated)
    wrap("AWS::SecretsManager::Secret", "delete", _deleted)
