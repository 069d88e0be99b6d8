"""Names by which CloudWatch knows what balances."""

from __future__ import annotations

import unittest

from tests.emulator import emulator


class TargetGroupTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()

    def tearDown(self) -> None:
        self.aws.delete("balanced")

    def test_full_name_of_a_target_group_is_the_end_of_its_arn(self) -> None:
        network = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}
        kind = {"Port": 80, "Protocol": "TCP", "TargetType": "ip", "VpcId": {"Ref": "Network"}}
        group = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": kind}
        value = {"Fn::GetAtt": ["Group", "TargetGroupFullName"]}
        parameter = {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Name": "/full-name", "Type": "String", "Value": value},
        }
        self.aws.deploy("balanced", {"Network": network, "Group": group, "Name": parameter})
        found = self.aws.client("ssm").get_parameter(Name="/full-name")["Parameter"]["Value"]
        self.assertRegex(found, r"^targetgroup/[^/]+/[^/]+$")
