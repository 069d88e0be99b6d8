"""AWS::EKS::Cluster on top of MiniStack's: it waits for the real cluster and keeps what CDK's Auto Mode sets."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import ec2, eks
from ministack.services.cloudformation import provisioners

from standin import nodes
from standin.cluster_backend import START_TIMEOUT, ClusterBackend, cluster_id
from standin.handlers import Attributes, Made, ResourceError, blocks, wrap
from standin.recorder import hexadecimal
from standin.schemas import Properties

_TYPE = "AWS::EKS::Cluster"
#: Properties that DescribeCluster shows and MiniStack drops, with their name there.
_KEPT = {
    "ComputeConfig": "computeConfig",
    "StorageConfig": "storageConfig",
    "UpgradePolicy": "upgradePolicy",
    "ZonalShiftConfig": "zonalShiftConfig",
}
_known_fields: Callable[[Properties], dict[str, Any]] = provisioners._eks_cluster_fields


def _fields(properties: Properties) -> dict[str, Any]:
    """MiniStack's own fields, and those it drops."""
    fields = _known_fields(properties)
    camel = provisioners._pascal_to_camel
    fields.update({name: camel(properties[key]) for key, name in _KEPT.items() if key in properties})
    if "EncryptionConfig" in properties:
        fields["encryptionConfig"] = camel(properties["EncryptionConfig"])
    network = {"serviceIpv4Cidr": "10.100.0.0/16", "ipFamily": "ipv4", **camel(_network(properties))}
    fields["kubernetesNetworkConfig"] = network
    fields["deletionProtection"] = str(properties.get("DeletionProtection", False)).lower() == "true"
    return fields


def _network(properties: Properties) -> dict[str, Any]:
    return {k: v for k, v in (properties.get("KubernetesNetworkConfig") or {}).items() if v is not None}


def _attributes(name: str) -> Attributes:
    cluster = eks._clusters[name]
    keys = [item.get("provider", {}).get("keyArn") for item in cluster.get("encryptionConfig") or []]
    attributes: Attributes = provisioners._eks_cluster_attrs(cluster)
    return {**attributes, "Id": cluster["arn"], "EncryptionConfigKeyArn": keys[0] if keys else ""}


class Clusters:
    """Create, update and delete of a cluster, around MiniStack's own."""

    def __init__(self, backend: ClusterBackend) -> None:
        self._backend = backend

    def create(self, inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
        """Waits until the cluster is active; a cluster that does not come up is removed again."""
        name, _own = inner(logical_id, properties, stack)
        cluster = eks._clusters[name]
        deadline = time.monotonic() + START_TIMEOUT + 10
        while cluster["status"] != "ACTIVE":
            if time.monotonic() > deadline:
                eks._delete_cluster(name)
                raise ResourceError(f"cluster {name} did not become active within {START_TIMEOUT:g} s")
            time.sleep(0.05)
        if not cluster.get("_docker_id"):
            eks._delete_cluster(name)
            reason = self._backend.failures.pop(cluster_id(get_account_id(), name), "see the emulator's log")
            raise ResourceError(f"cluster {name} did not start: {reason}")
        cluster.update({k: v for k, v in _fields(properties).items() if k in {*_KEPT.values(), "deletionProtection"}})
        _make_security_group(cluster)
        nodes.make(cluster)
        return name, _attributes(name)

    def update(
        self, inner: Callable[..., Made], physical_id: str, old: Properties, new: Properties, *rest: str
    ) -> Made:
        """Refuses zones that it was not made in, and another Kubernetes version: the real control plane has one."""
        if old.get("Version") != new.get("Version"):
            raise ResourceError(
                f"the stand-in cannot move cluster {physical_id} from Kubernetes {old.get('Version')} "
                f"to {new.get('Version')}: the rehearsal's control plane has one version"
            )
        _refuse_other_zones(physical_id, new)
        name, _own = inner(physical_id, old, new, *rest)
        return name, _attributes(name)

    def delete(self, inner: Callable[..., None], physical_id: str, properties: Properties) -> None:
        """Removes the cluster and its security group; refuses while deletion protection is on."""
        cluster = eks._clusters.get(physical_id)
        if cluster and cluster.get("deletionProtection"):
            raise ResourceError(f"cluster {physical_id} has deletion protection; turn it off, then delete it")
        inner(physical_id, properties)
        if cluster:
            nodes.remove(physical_id)
            ec2._security_groups.pop(cluster["resourcesVpcConfig"]["clusterSecurityGroupId"], None)


def _refuse_other_zones(name: str, new: Properties) -> None:
    """A cluster's subnets may change, its zones may not.

    https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html,
    https://github.com/aws/containers-roadmap/issues/2258
    """
    before = _zones(eks._clusters[name]["resourcesVpcConfig"].get("subnetIds") or [])
    after = _zones((new.get("ResourcesVpcConfig") or {}).get("SubnetIds") or [])
    if after != before:
        raise ResourceError(
            f"Provided subnets are in the Availability Zones {', '.join(sorted(after))}; cluster {name} was made in "
            f"{', '.join(sorted(before))}. (Service: Eks, Status Code: 400, Error Code: InvalidParameterException)"
        )


def _zones(subnets: list[str]) -> set[str]:
    return {str(ec2._subnets[one]["AvailabilityZone"]) for one in subnets if one in ec2._subnets}


def _make_security_group(cluster: dict[str, Any]) -> None:
    """EKS makes the cluster's security group itself, in the VPC of the cluster's subnets."""
    network = cluster["resourcesVpcConfig"]
    subnets = [ec2._subnets.get(subnet) for subnet in network["subnetIds"]]
    network["vpcId"] = next((subnet["VpcId"] for subnet in subnets if subnet), network["vpcId"])
    group = network["clusterSecurityGroupId"] = f"sg-{hexadecimal(17)}"
    ec2._security_groups[group] = {
        "GroupId": group,
        "GroupName": f"eks-cluster-sg-{cluster['name']}",
        "Description": "EKS created security group applied to ENIs of the control plane and managed workloads",
        "VpcId": network["vpcId"],
        "OwnerId": get_account_id(),
        "IpPermissions": [],
        "IpPermissionsEgress": provisioners._ec2_sg_egress_permissions(None),
    }


def install(backend: ClusterBackend) -> None:
    """Puts the three steps around MiniStack's type, which then waits on a thread of its own."""
    clusters = Clusters(backend)
    provisioners._eks_cluster_fields = _fields
    wrap(_TYPE, "create", clusters.create)
    wrap(_TYPE, "update", clusters.update)
    wrap(_TYPE, "delete", clusters.delete)
    blocks(_TYPE)
