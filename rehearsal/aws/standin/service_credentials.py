"""Credentials that an AWS service takes for a role: EKS Pod Identity for a pod, CodeBuild for a build.

No person can ask AWS for these, so they are a path of the stand-in's own. The role's trust policy decides, with its
conditions. Who asks must have made sure that the pod or the build is what it says it is.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ministack.core.iam_evaluator import EvalContext, evaluate_trust_policy
from ministack.services import eks, iam, sts

POD_IDENTITY = "pods.eks.amazonaws.com"
#: How long the credentials are good for, in seconds.
LIFETIME = 3600


class RefusedError(PermissionError):
    """The role does not exist, or its trust policy does not let this service take it."""


def credentials_for(role_arn: str, service: str, source_arn: str, session: str, tags: dict[str, str]) -> dict[str, str]:
    """Temporary credentials of a role for a service principal; raises RefusedError.

    `source_arn` is the resource that the service acts for: the cluster, the build project.
    """
    account, name = role_arn.split(":")[4], role_arn.rpartition("/")[2]
    role = iam._roles.get_scoped(account, None, name)
    if role is None:
        raise RefusedError(f"there is no role {role_arn}")
    context = EvalContext(
        principal_arn=service,
        principal_type="Service",
        principal_account=account,
        action="sts:AssumeRole",
        resource_arn=role_arn,
        region="",
        request_tags=tags,
        tag_keys=list(tags),
        service_context={"aws:sourcearn": source_arn, "aws:sourceaccount": source_arn.split(":")[4]},
    )
    trust = _statements_for(service, role["AssumeRolePolicyDocument"])
    for action in ("sts:AssumeRole", "sts:TagSession") if tags else ("sts:AssumeRole",):
        if not evaluate_trust_policy(trust, service, replace(context, action=action)):
            raise RefusedError(f"the trust policy of {role_arn} does not allow {action} to {service} for {source_arn}")
    return _session(role_arn, account, name, session, tags)


def pod_credentials(account: str, region: str, cluster: str, namespace: str, service_account: str) -> dict[str, str]:
    """What EKS Auth's AssumeRoleForPodIdentity gives the pods of a ServiceAccount; raises RefusedError."""
    for (owner, place, _key), found in eks._pod_identity_associations.all_items():
        wanted = (account, region, cluster, namespace, service_account)
        if (owner, place, found["clusterName"], found["namespace"], found["serviceAccount"]) == wanted:
            arn = eks._clusters.get_scoped(account, region, cluster)["arn"]
            tags = {
                "eks-cluster-arn": arn,
                "eks-cluster-name": cluster,
                "kubernetes-namespace": namespace,
                "kubernetes-service-account": service_account,
            }
            kept = {} if found.get("disableSessionTags") else tags
            return credentials_for(found["roleArn"], POD_IDENTITY, arn, f"eks-{cluster}-{service_account}"[:64], kept)
    raise RefusedError(f"cluster {cluster} has no Pod Identity association for {namespace}/{service_account}")


def _statements_for(service: str, document: str | dict[str, Any]) -> dict[str, Any]:
    """The statements of a trust policy that name the service, for an evaluator that knows no service principals."""
    policy = json.loads(document) if isinstance(document, str) else document
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    named = [statement for statement in statements if service in _services(statement)]
    return {**policy, "Statement": [{**statement, "Principal": "*"} for statement in named]}


def _services(statement: dict[str, Any]) -> list[str]:
    principal = statement.get("Principal")
    services = principal.get("Service", []) if isinstance(principal, dict) else []
    return [services] if isinstance(services, str) else list(services)


def _session(role_arn: str, account: str, name: str, session: str, tags: dict[str, str]) -> dict[str, str]:
    expires = time.time() + LIFETIME
    key, secret, token = sts._gen_session_access_key(), sts._gen_secret(), sts._gen_session_token()
    sts.register_session(
        key,
        {
            "Arn": f"arn:aws:sts::{account}:assumed-role/{name}/{session}",
            "UserId": f"{sts._role_id(role_arn)}:{session}",
            "SecretAccessKey": secret,
            "SessionToken": token,
            "Expiration": expires,
            "AccountId": account,
            "PrincipalType": "AssumedRole",
            "SessionTags": [{"Key": k, "Value": v} for k, v in tags.items()],
        },
    )
    return {
        "accessKeyId": key,
        "secretAccessKey": secret,
        "sessionToken": token,
        "expiration": datetime.fromtimestamp(expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "accountId": account,
    }
