"""What the account may have and AWS offers: quotas, Kubernetes versions, add-ons, database classes, VPC origins."""

from __future__ import annotations

import unittest
from typing import Any

from botocore.exceptions import ClientError

from tests.emulator import emulator


class QuotaTest(unittest.TestCase):
    def quota(self, service: str, code: str) -> float:
        asked = emulator().client("service-quotas").get_service_quota(ServiceCode=service, QuotaCode=code)
        return float(asked["Quota"]["Value"])

    def test_a_new_account_has_five_addresses(self) -> None:
        self.assertEqual(self.quota("ec2", "L-0263D0A3"), 5)

    def test_a_quota_that_is_not_modelled_is_not_there(self) -> None:
        with self.assertRaisesRegex(ClientError, "NoSuchResourceException"):
            self.quota("ec2", "L-00000000")


class OfferTest(unittest.TestCase):
    def test_eks_has_some_kubernetes_versions_and_no_others(self) -> None:
        eks = emulator().client("eks")
        found = eks.describe_cluster_versions(clusterVersions=["1.36", "1.20"])["clusterVersions"]
        self.assertEqual(
            [(one["clusterVersion"], one["versionStatus"]) for one in found], [("1.36", "STANDARD_SUPPORT")]
        )

    def test_an_addon_is_for_the_versions_that_eks_has(self) -> None:
        eks = emulator().client("eks")

        def addons(name: str, version: str) -> list[Any]:
            found: list[Any] = eks.describe_addon_versions(addonName=name, kubernetesVersion=version)["addons"]
            return found

        self.assertEqual(len(addons("aws-efs-csi-driver", "1.36")), 1)
        self.assertEqual(addons("aws-efs-csi-driver", "1.20"), [])
        self.assertEqual(addons("vpc-cni", "1.36"), [])

    def test_rds_offers_a_class_in_every_zone(self) -> None:
        rds = emulator().client("rds")
        options = rds.describe_orderable_db_instance_options(Engine="mysql", DBInstanceClass="db.t4g.small")
        newest = options["OrderableDBInstanceOptions"][-1]
        self.assertEqual((newest["EngineVersion"], newest["StorageType"]), ("8.4.7", "gp3"))
        self.assertEqual(len(newest["AvailabilityZones"]), 3)

    def test_rds_offers_nothing_of_a_class_that_it_does_not_have(self) -> None:
        rds = emulator().client("rds")
        options = rds.describe_orderable_db_instance_options(Engine="mysql", DBInstanceClass="db.z9g.small")
        self.assertEqual(options["OrderableDBInstanceOptions"], [])

    def test_the_support_of_mysql_ends_on_a_day(self) -> None:
        rds = emulator().client("rds")
        found = rds.describe_db_major_engine_versions(Engine="mysql", MajorEngineVersion="8.4")["DBMajorEngineVersions"]
        lifecycle = found[0]["SupportedEngineLifecycles"][0]
        self.assertEqual(lifecycle["LifecycleSupportName"], "open-source-rds-standard-support")
        self.assertGreater(lifecycle["LifecycleSupportEndDate"].year, 2027)

    def test_a_version_that_rds_does_not_have_has_no_support(self) -> None:
        rds = emulator().client("rds")
        answer = rds.describe_db_major_engine_versions(Engine="mysql", MajorEngineVersion="9.9")
        self.assertEqual(answer["DBMajorEngineVersions"], [])
