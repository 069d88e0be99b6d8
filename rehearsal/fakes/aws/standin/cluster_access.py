"""EKS types that MiniStack's CloudFormation lacks: access entries, add-ons and Pod Identity associations."""

from __future__ import annotations

import json
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import eks
from ministack.services.cloudformation import provisioners

from standin.handlers import Made, ResourceError, ResourceType, register
from standin.schemas import Properties


def _answer(response: tuple[int, Any, bytes], operation: str) -> dict[str, Any]:
    status, _headers, body = response
    answer: dict[str, Any] = json.loads(body) if body else {}
    if status >= 400:
        raise ResourceError(f"{operation}: {answer.get('message', body)}")
    return answer


class AccessEntry(ResourceType):
    """A role's entry: its Kubernetes groups, and AWS's access policies as RBAC before the stack goes on."""

    blocking = True

    def create(self, _logical_id: str, properties: Properties, _stack: str) -> Made:
        """Makes the entry, then binds its policies in the cluster."""
        cluster, principal = properties["ClusterName"], properties["PrincipalArn"]
        body = {
            "principalArn": principal,
            "type": properties.get("Type", "STANDARD"),
            "kubernetesGroups": properties.get("KubernetesGroups", []),
            "username": properties.get("Username", ""),
            "tags": provisioners._tag_map(properties.get("Tags")),
        }
        _answer(eks._create_access_entry(cluster, body), "CreateAccessEntry")
        try:
            self._bind(cluster, principal, [], properties.get("AccessPolicies") or [])
        except ResourceError:
            eks._delete_access_entry(cluster, principal)
            raise
        return self._made(cluster, principal)

    def update(self, physical_id: str, old: Properties, new: Properties) -> Made:
        """Changes groups, user name and policies."""
        principal, cluster = physical_id.split("|")
        body = {"kubernetesGroups": new.get("KubernetesGroups", []), "username": new.get("Username", "")}
        _answer(eks._update_access_entry(cluster, principal, body), "UpdateAccessEntry")
        self._bind(cluster, principal, old.get("AccessPolicies") or [], new.get("AccessPolicies") or [])
        return self._made(cluster, principal)

    def delete(self, physical_id: str, _properties: Properties) -> None:
        """Removes the entry and its bindings."""
        principal, cluster = physical_id.split("|")
        eks._delete_access_entry(cluster, principal)
        if cluster in eks._clusters:
            eks._reconcile_access_policy_rbac(cluster, get_account_id(), get_region())

    def _bind(self, cluster: str, principal: str, old: list[Properties], new: list[Properties]) -> None:
        for policy in new:
            if eks._access_policy_name(policy["PolicyArn"]) is None:
                raise ResourceError(f"the stand-in has no Kubernetes rules for {policy['PolicyArn']}")
        kept = {policy["PolicyArn"] for policy in new}
        for policy in old:
            if policy["PolicyArn"] not in kept:
                response = eks._disassociate_access_policy(cluster, principal, policy["PolicyArn"])
                _answer(response, "DisassociateAccessPolicy")
        for policy in new:
            scope = provisioners._pascal_to_camel(policy["AccessScope"])
            body = {"policyArn": policy["PolicyArn"], "accessScope": scope}
            _answer(eks._associate_access_policy(cluster, principal, body), "AssociateAccessPolicy")
        if (old or new) and not eks._reconcile_access_policy_rbac(cluster, get_account_id(), get_region()):
            raise ResourceError(f"the access policies of {principal} could not be bound in cluster {cluster}")

    def _made(self, cluster: str, principal: str) -> Made:
        entry = eks._access_entries[eks._ae_key(cluster, principal)]
        return f"{principal}|{cluster}", {"AccessEntryArn": entry["accessEntryArn"]}


class Addon(ResourceType):
    """An add-on is kept by EKS's API; the rehearsal installs none of its software."""

    def create(self, _logical_id: str, properties: Properties, _stack: str) -> Made:
        """Records the add-on at the cluster."""
        cluster, name = properties["ClusterName"], properties["AddonName"]
        body = {**self._changeable(properties), "addonName": name}
        addon = _answer(eks._create_addon(cluster, body), "CreateAddon")["addon"]
        return f"{cluster}|{name}", {"Arn": addon["addonArn"]}

    def update(self, physical_id: str, _old: Properties, new: Properties) -> Made:
        """Changes version, configuration or role."""
        cluster, name = physical_id.split("|")
        _answer(eks._update_addon(cluster, name, self._changeable(new)), "UpdateAddon")
        return physical_id, {"Arn": eks._addons[f"{cluster}/{name}"]["addonArn"]}

    def delete(self, physical_id: str, _properties: Properties) -> None:
        """Forgets the add-on."""
        eks._delete_addon(*physical_id.split("|"))

    def _changeable(self, properties: Properties) -> dict[str, Any]:
        if properties.get("PodIdentityAssociations"):
            raise ResourceError(
                "the stand-in makes no associations for an add-on; use PodIdentityAssociation resources"
            )
        return {
            "addonVersion": properties.get("AddonVersion", ""),
            "serviceAccountRoleArn": properties.get("ServiceAccountRoleArn", ""),
            "configurationValues": properties.get("ConfigurationValues", ""),
            "tags": provisioners._tag_map(properties.get("Tags")),
        }


class PodIdentityAssociation(ResourceType):
    """Which role the pods of a ServiceAccount get."""

    def create(self, _logical_id: str, properties: Properties, _stack: str) -> Made:
        """Associates the role."""
        body = {**provisioners._pascal_to_camel(properties), "tags": provisioners._tag_map(properties.get("Tags"))}
        response = eks._create_pod_identity_association(properties["ClusterName"], body)
        association = _answer(response, "CreatePodIdentityAssociation")["association"]
        return self._made(association)

    def update(self, physical_id: str, _old: Properties, new: Properties) -> Made:
        """Changes the role; cluster, namespace and ServiceAccount are create-only."""
        body = provisioners._pascal_to_camel(new)
        response = eks._update_pod_identity_association(new["ClusterName"], physical_id.rpartition("/")[2], body)
        return self._made(_answer(response, "UpdatePodIdentityAssociation")["association"])

    def delete(self, physical_id: str, properties: Properties) -> None:
        """Removes the association."""
        eks._delete_pod_identity_association(properties["ClusterName"], physical_id.rpartition("/")[2])

    def _made(self, association: dict[str, Any]) -> Made:
        arn, identifier = association["associationArn"], association["associationId"]
        return arn, {
            "AssociationArn": arn,
            "AssociationId": identifier,
            "ExternalId": association.get("externalId", ""),
        }


def install(region: str) -> None:
    """Registers the three types."""
    register("AWS::EKS::AccessEntry", AccessEntry(), region)
    register("AWS::EKS::Addon", Addon(), region)
    register("AWS::EKS::PodIdentityAssociation", PodIdentityAssociation(), region)
