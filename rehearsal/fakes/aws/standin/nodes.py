"""The instance behind the one node of a cluster, as EC2 lists it: Auto Mode makes it, and MiniStack makes none.

https://docs.aws.amazon.com/eks/latest/userguide/automode-learn-instances.html
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ministack.services import ec2

from standin.recorder import hexadecimal

#: By which Auto Mode marks what it makes.
_TAG = "eks:eks-cluster-name"


def make(cluster: dict[str, Any]) -> None:
    """Lists a running instance of a cluster in the first of its subnets."""
    instance, network = f"i-{hexadecimal(17)}", cluster["resourcesVpcConfig"]
    ec2._instances[instance] = {
        "InstanceId": instance,
        "ImageId": "ami-00000000",
        "InstanceType": "t4g.medium",
        "State": {"Code": 16, "Name": "running"},
        "LaunchTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "Placement": {"AvailabilityZone": "", "Tenancy": "default"},
        "SubnetId": network["subnetIds"][0],
        "VpcId": network["vpcId"],
        "PrivateDnsName": "",
        "PrivateIpAddress": "",
        "PublicDnsName": "",
        "PublicIpAddress": "",
        "Architecture": "arm64",
        "RootDeviceType": "ebs",
        "RootDeviceName": "/dev/xvda",
        "Virtualization": "hvm",
        "Hypervisor": "nitro",
        "Monitoring": {"State": "disabled"},
        "AmiLaunchIndex": 0,
    }
    ec2._tags[instance] = [{"Key": _TAG, "Value": cluster["name"]}]


def remove(cluster: str) -> None:
    """Removes the instances of a cluster."""
    for instance, tags in list(ec2._tags.items()):
        if {"Key": _TAG, "Value": cluster} in tags:
            ec2._tags.pop(instance, None)
            ec2._instances.pop(instance, None)
