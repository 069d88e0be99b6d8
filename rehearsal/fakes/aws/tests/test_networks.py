"""Security group rules and load balancers."""

from __future__ import annotations

import unittest
from typing import Any

from tests.emulator import emulator

GROUPS: dict[str, Any] = {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16"}},
    "Database": {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {"GroupDescription": "database", "VpcId": {"Ref": "Vpc"}},
    },
    "Cluster": {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {"GroupDescription": "cluster", "VpcId": {"Ref": "Vpc"}},
    },
}


def rule(port: int) -> dict[str, Any]:
    """A rule that lets the cluster's group in."""
    properties = {
        "GroupId": {"Fn::GetAtt": ["Database", "GroupId"]},
        "IpProtocol": "tcp",
        "FromPort": port,
        "ToPort": port,
        "SourceSecurityGroupId": {"Fn::GetAtt": ["Cluster", "GroupId"]},
    }
    return {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": properties}


class SecurityGroupRuleTest(unittest.TestCase):
    def tearDown(self) -> None:
        emulator().delete("groups")

    def ports(self) -> list[int]:
        group = emulator().resource("groups", "Database")
        found = emulator().client("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
        return [permission["FromPort"] for permission in found["IpPermissions"]]

    def test_a_rule_is_in_its_group_moves_with_an_update_and_goes_with_its_resource(self) -> None:
        aws = emulator()
        self.assertEqual(aws.deploy("groups", {**GROUPS, "Rule": rule(3306)}), "CREATE_COMPLETE")
        self.assertEqual(self.ports(), [3306])
        self.assertEqual(aws.deploy("groups", {**GROUPS, "Rule": rule(3307)}), "UPDATE_COMPLETE")
        self.assertEqual(self.ports(), [3307])
        self.assertEqual(aws.deploy("groups", GROUPS), "UPDATE_COMPLETE")
        self.assertEqual(self.ports(), [])

    def test_the_same_rule_twice_is_refused(self) -> None:
        aws = emulator()
        status = aws.deploy("groups", {**GROUPS, "One": rule(3306), "Two": rule(3306)})
        self.assertEqual(status, "ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(aws.reasons("groups")), "already exists")


class SubnetTest(unittest.TestCase):
    def tearDown(self) -> None:
        for stack in emulator().stacks():
            emulator().delete(stack["StackName"])

    def subnet(self, cidr: str, **more: Any) -> dict[str, Any]:
        return {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": cidr, **more}}

    def deploy(self, *subnets: dict[str, Any]) -> str:
        named = {f"Subnet{number}": subnet for number, subnet in enumerate(subnets)}
        return emulator().deploy("subnets", {"Vpc": GROUPS["Vpc"], **named})

    def test_overlapping_ranges_are_refused(self) -> None:
        self.assertEqual(self.deploy(self.subnet("10.1.0.0/24"), self.subnet("10.1.0.128/25")), "ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(emulator().reasons("subnets")), "InvalidSubnet.Conflict")

    def test_a_range_outside_its_vpc_is_refused(self) -> None:
        self.assertEqual(self.deploy(self.subnet("10.2.0.0/24")), "ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(emulator().reasons("subnets")), "InvalidSubnet.Range")

    def test_the_same_range_in_another_zone_collides_with_the_subnet_that_it_replaces(self) -> None:
        self.deploy(self.subnet("10.1.0.0/24", AvailabilityZone="eu-west-1a"))
        before = emulator().resource("subnets", "Subnet0")
        moved = self.deploy(self.subnet("10.1.0.0/24", AvailabilityZone="eu-west-1b"))
        self.assertEqual(moved, "UPDATE_ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(emulator().reasons("subnets")), "InvalidSubnet.Conflict")
        self.assertEqual(emulator().resource("subnets", "Subnet0"), before)

    def test_another_range_replaces_and_a_tag_does_not(self) -> None:
        self.deploy(self.subnet("10.1.0.0/24"))
        before = emulator().resource("subnets", "Subnet0")
        self.assertEqual(self.deploy(self.subnet("10.1.0.0/24", MapPublicIpOnLaunch=True)), "UPDATE_COMPLETE")
        self.assertEqual(emulator().resource("subnets", "Subnet0"), before)
        self.assertEqual(self.deploy(self.subnet("10.1.1.0/24")), "UPDATE_COMPLETE")
        self.assertNotEqual(emulator().resource("subnets", "Subnet0"), before)


class LoadBalancerTest(unittest.TestCase):
    def test_a_network_load_balancer_and_its_listener_say_net(self) -> None:
        aws = emulator()
        subnet = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.1.0.0/24"}
        group = {"VpcId": {"Ref": "Vpc"}, "Port": 80, "Protocol": "TCP", "TargetType": "ip"}
        listener = {
            "LoadBalancerArn": {"Ref": "Balancer"},
            "Port": 8080,
            "Protocol": "TCP",
            "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Targets"}}],
        }
        balancer = {"Type": "network", "Scheme": "internal", "Subnets": [{"Ref": "Subnet"}]}
        resources = {
            "Vpc": GROUPS["Vpc"],
            "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": subnet},
            "Targets": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": group},
            "Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": balancer},
            "Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": listener},
        }
        outputs = {
            "Arn": {"Ref": "Balancer"},
            "Listener": {"Ref": "Listener"},
            "Full": {"Fn::GetAtt": ["Balancer", "LoadBalancerFullName"]},
        }
        self.assertEqual(aws.deploy("balancer", resources, outputs), "CREATE_COMPLETE", aws.reasons("balancer"))
        found = aws.outputs("balancer")
        self.assertRegex(found["Arn"], r":loadbalancer/net/")
        self.assertRegex(found["Listener"], r":listener/net/")
        self.assertRegex(found["Full"], r"^net/")
        elb = aws.client("elbv2")
        (balancer,) = elb.describe_load_balancers()["LoadBalancers"]
        self.assertEqual(balancer["VpcId"], aws.resource("balancer", "Vpc"))
        listeners = elb.describe_listeners(LoadBalancerArn=found["Arn"])["Listeners"]
        self.assertEqual([one["ListenerArn"] for one in listeners], [found["Listener"]])
        self.assertEqual(aws.delete("balancer"), "DELETE_COMPLETE")
        self.assertEqual(elb.describe_load_balancers()["LoadBalancers"], [])
