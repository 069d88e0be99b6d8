"""Credentials that an AWS service takes for a role: EKS Pod Identity for a pod, CodeBuild for a build.

No person can ask AWS for these, so they are a path of the stand-in's own. The role's trust policy decides, with its
conditions.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ministack.core.iam_evaluator import EvalContext, evaluate_trust_policy
from ministack.services import eks, iam, sts

from standin.real_cluster import RealCluster

#: The service that takes the roles of pods, and the audience of their tokens.
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


def pod_credentials(account: str, region: str, cluster: str, token: str) -> dict[str, str]:
    """What EKS Auth's AssumeRoleForPodIdentity gives for a pod's token; raises RefusedError.

    The cluster's API server says whose token it is; the association of that ServiceAccount names the role.
    """
    record = eks._clusters.get_scoped(account, region, cluster)
    if record is None:
        raise RefusedError(f"there is no cluster {cluster}")
    namespace, service_account = _pod_of(eks._get_docker().containers.get(record["_docker_id"]), token)
    for (owner, place, _key), found in eks._pod_identity_associations.all_items():
        wanted = (account, region, cluster, namespace, service_account)
        if (owner, place, found["clusterName"], found["namespace"], found["serviceAccount"]) == wanted:
            tags = {
                "eks-cluster-arn": record["arn"],
                "eks-cluster-name": cluster,
                "kubernetes-namespace": namespace,
                "kubernetes-service-account": service_account,
            }
            kept = {} if found.get("disableSessionTags") else tags
            session = f"eks-{cluster}-{service_account}"[:64]
            return credentials_for(found["roleArn"], POD_IDENTITY, record["arn"], session, kept)
    raise RefusedError(f"cluster {cluster} has no Pod Identity association for {namespace}/{service_account}")


def _pod_of(cluster: RealCluster, token: str) -> tuple[str, str]:
    """Namespace and ServiceAccount of a token that was made for Pod Identity; raises RefusedError for any other."""
    review = {
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "TokenReview",
        "spec": {"token": token, "audiences": [POD_IDENTITY]},
    }
    status = cluster.create(review)["status"]
    parts = str(status.get("user", {}).get("username", "")).split(":")
    if not status.get("authenticated") or POD_IDENTITY not in status.get("audiences", []) or len(parts) != 4:
        raise RefusedError(f"the token is not a ServiceAccount's of cluster {cluster.name} for {POD_IDENTITY}")
    return parts[2], parts[3]


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
