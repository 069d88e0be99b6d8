"""Master passwords that RDS keeps: made, rotated and removed with the DB instance.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
"""

from __future__ import annotations

import json
import secrets as random
import uuid
from typing import Any

from ministack.services import secretsmanager

from standin.schemas import Properties

#: Where an instance's record keeps the ARN of the secret.
_ARN = "_MasterUserSecretArn"


def is_managed(properties: Properties) -> bool:
    """Whether the template leaves the master's password to RDS."""
    return str(properties.get("ManageMasterUserPassword", "")).lower() == "true"


def with_password(properties: Properties) -> Properties:
    """The properties with a password that RDS made up, where the template leaves it to RDS."""
    if not is_managed(properties):
        return properties
    return {**properties, "MasterUserPassword": _password()}


def keep(instance: dict[str, Any]) -> None:
    """Puts user and password of an instance into a secret of RDS's own."""
    name = f"rds!db-{uuid.uuid4()}"
    arn, _version = secretsmanager._store_new_secret(
        name,
        secret_string=_value(instance),
        description=f"Secret managed by RDS for DB instance {instance['DBInstanceIdentifier']}",
        tags=[
            {"Key": "aws:rds:primaryDBInstanceArn", "Value": instance["DBInstanceArn"]},
            {"Key": "aws:secretsmanager:owningService", "Value": "rds"},
        ],
    )
    instance[_ARN] = arn


def secret_arn(instance: dict[str, Any]) -> str | None:
    """The ARN of the secret that RDS keeps for an instance."""
    arn: str | None = instance.get(_ARN)
    return arn


def forget(instance: dict[str, Any]) -> None:
    """Removes the secret at once: it goes with its instance, or with the wish that RDS keeps it."""
    name, _secret = secretsmanager._resolve(instance.pop(_ARN, ""))
    if name is not None:
        secretsmanager._secrets.pop(name)


def rotate(instance: dict[str, Any]) -> str:
    """Makes up another password for an instance, puts it into the secret and returns it."""
    instance["_MasterUserPassword"] = _password()
    secretsmanager._put_secret_value({"SecretId": instance[_ARN], "SecretString": _value(instance)})
    password: str = instance["_MasterUserPassword"]
    return password


def _password() -> str:
    return random.token_urlsafe(24)


def _value(instance: dict[str, Any]) -> str:
    return json.dumps({"username": instance["MasterUsername"], "password": instance["_MasterUserPassword"]})
