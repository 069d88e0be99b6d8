"""A VPC origin that a distribution uses is neither changed nor deleted."""

from __future__ import annotations

import unittest
from typing import Any

from tests.emulator import emulator

ARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/a/0123456789abcdef"


def origin(name: str, port: int = 80, tag: str = "a") -> dict[str, Any]:
    """A VPC origin."""
    endpoint = {"Name": name, "Arn": ARN, "OriginProtocolPolicy": "http-only", "HTTPPort": port}
    properties = {"VpcOriginEndpointConfig": endpoint, "Tags": [{"Key": "tag", "Value": tag}]}
    return {"Type": "AWS::CloudFront::VpcOrigin", "Properties": properties}


def distribution(used: str) -> dict[str, Any]:
    """A distribution over the VPC origin of that logical id."""
    config = {
        "Enabled": True,
        "Origins": [
            {"Id": "o", "DomainName": "o.example", "VpcOriginConfig": {"VpcOriginId": {"Fn::GetAtt": [used, "Id"]}}}
        ],
        "DefaultCacheBehavior": {
            "TargetOriginId": "o",
            "ViewerProtocolPolicy": "https-only",
            "CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        },
    }
    return {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": config}}


class VpcOriginTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        status = self.aws.deploy("cdn", {"One": origin("one"), "Cdn": distribution("One")})
        self.assertEqual(status, "CREATE_COMPLETE", self.aws.reasons("cdn"))

    def tearDown(self) -> None:
        for stack in self.aws.stacks():
            self.aws.delete(stack["StackName"])

    def listed(self) -> list[tuple[str, str]]:
        found = self.aws.client("cloudfront").list_vpc_origins()["VpcOriginList"].get("Items", [])
        return [(one["Name"], one["Status"]) for one in found]

    def test_it_is_listed_as_long_as_it_is_there(self) -> None:
        self.assertEqual(self.listed(), [("one", "Deployed")])
        self.aws.delete("cdn")
        self.assertEqual(self.listed(), [])

    def test_a_changed_port_or_tag_is_refused_while_it_is_used(self) -> None:
        for changed in (origin("one", port=8080), origin("one", tag="b")):
            with self.subTest(changed):
                status = self.aws.deploy("cdn", {"One": changed, "Cdn": distribution("One")})
                self.assertEqual(status, "UPDATE_ROLLBACK_COMPLETE")
                self.assertRegex("\n".join(self.aws.reasons("cdn")), "associated with one or more distributions.*409")

    def test_another_one_under_another_name_takes_its_place(self) -> None:
        moved = {"Two": origin("two", port=8080), "Cdn": distribution("Two")}
        self.assertEqual(self.aws.deploy("cdn", moved), "UPDATE_COMPLETE", self.aws.reasons("cdn"))
        self.assertEqual(self.aws.ask("GET", "types")[1]["recordedOnly"]["AWS::CloudFront::VpcOrigin"], 1)

    def test_it_changes_in_place_once_no_distribution_uses_it(self) -> None:
        self.aws.deploy("cdn", {"One": origin("one")})
        self.assertEqual(self.aws.deploy("cdn", {"One": origin("one", port=8080)}), "UPDATE_COMPLETE")
