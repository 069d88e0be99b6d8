"""Drift detection: MiniStack compares several types; here secrets by the id they have, and database instances."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.services import rds, secretsmanager
from ministack.services.cloudformation import drift

Read = Callable[[str, dict[str, Any]], dict[str, Any] | None]

_KEPT_BY_NAME = "AWS::SecretsManager::Secret"
_INSTANCE = "AWS::RDS::DBInstance"

#: What RDS calls a property as CloudFormation does, and people change in the console.
_OF_INSTANCES = ("DBInstanceClass", "BackupRetentionPeriod", "MultiAZ", "PubliclyAccessible")


def _by_arn(read: Read) -> Read:
    """MiniStack keeps secrets by name; CloudFormation's physical id is the ARN."""

    def of_arn(physical_id: str, properties: dict[str, Any]) -> dict[str, Any] | None:
        name, _secret = secretsmanager._resolve(physical_id)
        return read(str(name or physical_id), properties)

    return of_arn


def _read_instance(physical_id: str, _properties: dict[str, Any]) -> dict[str, Any] | None:
    instance = rds._instances.get(physical_id)
    if instance is None:
        return None
    return {name: instance[name] for name in _OF_INSTANCES if name in instance}


def install() -> None:
    """Lets drift detection see secrets and database instances."""
    read, properties = drift._DRIFT_READERS[_KEPT_BY_NAME]
    drift._DRIFT_READERS[_KEPT_BY_NAME] = (_by_arn(read), properties)
    drift._DRIFT_READERS[_INSTANCE] = (_read_instance, frozenset(_OF_INSTANCES))
