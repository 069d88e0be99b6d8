"""The names of a distribution: certified by ACM in us-east-1, and no other distribution's."""

from __future__ import annotations

import unittest
from typing import Any

from tests.emulator import ACCOUNT, emulator
from tests.test_vpc_origins import ARN, distribution, origin


def named(certificate: str, *names: str) -> dict[str, Any]:
    """A distribution with names of its own."""
    made = distribution("One")
    viewer = {"AcmCertificateArn": certificate, "SslSupportMethod": "sni-only"}
    made["Properties"]["DistributionConfig"].update({"Aliases": list(names), "ViewerCertificate": viewer})
    return made


class DistributionNamesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()

    def tearDown(self) -> None:
        for stack in self.aws.stacks():
            self.aws.delete(stack["StackName"])

    def certificate(self, *names: str, region: str = "us-east-1") -> str:
        acm = self.aws.client("acm", region=region)
        first, *others = names
        more = {"SubjectAlternativeNames": others} if others else {}
        arn: str = acm.request_certificate(DomainName=first, ValidationMethod="DNS", **more)["CertificateArn"]
        return arn

    def deploy(self, made: dict[str, Any], stack: str = "cdn", name: str = "one") -> str:
        return self.aws.deploy(stack, {"One": origin(name), "Cdn": made})

    def addresses(self) -> Any:
        return self.aws.ask("GET", "addresses")[1]["addresses"]

    def assert_refused(self, made: dict[str, Any], words: str) -> None:
        self.assertEqual(self.deploy(made), "ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(self.aws.reasons("cdn")), words)

    def test_those_that_its_certificate_holds_are_taken_a_wildcard_for_one_label(self) -> None:
        certificate = self.certificate("example.com", "*.example.com")
        self.assertEqual(self.deploy(named(certificate, "example.com", "www.example.com")), "CREATE_COMPLETE")

    def test_a_name_that_the_certificate_does_not_hold_is_refused(self) -> None:
        certificate = self.certificate("*.example.com")
        self.assert_refused(named(certificate, "a.b.example.com"), "doesn't cover .* a.b.example.com")

    def test_a_certificate_of_another_region_is_refused(self) -> None:
        certificate = self.certificate("example.com", region="eu-west-1")
        self.assert_refused(named(certificate, "example.com"), "isn't in us-east-1 region.*InvalidViewerCertificate")

    def test_a_certificate_that_does_not_exist_is_refused(self) -> None:
        absent = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/12345678-1234-1234-1234-123456789012"
        self.assert_refused(named(absent, "example.com"), "doesn't exist")

    def test_a_name_of_another_distribution_is_refused_until_that_one_gives_it_up(self) -> None:
        certificate = self.certificate("example.com")
        self.assertEqual(self.deploy(named(certificate, "example.com")), "CREATE_COMPLETE")
        second = named(certificate, "example.com")
        self.assertEqual(self.deploy(second, "other", "two"), "ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(self.aws.reasons("other")), "CNAMEAlreadyExists")
        self.aws.delete("other")
        self.assertEqual(self.deploy(distribution("One")), "UPDATE_COMPLETE")
        self.assertEqual(self.deploy(second, "other", "two"), "CREATE_COMPLETE")

    def test_route_53_tells_where_its_aliases_lead(self) -> None:
        zone = self.aws.client("route53").create_hosted_zone(Name="example.com", CallerReference=ARN)["HostedZone"]
        alias = {"HostedZoneId": "Z2FDTNDATAQYW2", "DNSName": "d1.cloudfront.net"}
        record = {"HostedZoneId": zone["Id"].rpartition("/")[2], "Name": "a.example.com.", "Type": "A"}
        record_set = {"Type": "AWS::Route53::RecordSet", "Properties": {**record, "AliasTarget": alias}}
        self.assertEqual(self.aws.deploy("dns", {"Record": record_set}), "CREATE_COMPLETE", self.aws.reasons("dns"))
        self.assertEqual(self.addresses(), {"a.example.com": "d1.cloudfront.net"})
        self.aws.delete("dns")
        self.assertEqual(self.addresses(), {})
