"""A build publishes metrics of its own namespace."""

from __future__ import annotations

import unittest

from botocore.exceptions import ClientError

from tests.emulator import emulator
from tests.test_boundaries import TRUST, document

PUBLISH = {
    "Effect": "Allow",
    "Action": "cloudwatch:PutMetricData",
    "Resource": "*",
    "Condition": {"StringEquals": {"cloudwatch:namespace": "ours"}},
}


class MetricNamespaceTest(unittest.TestCase):
    """What the condition on a namespace decides."""

    def setUp(self) -> None:
        """A role that may publish in one namespace."""
        self.aws = emulator()
        policies = [{"PolicyName": "publish", "PolicyDocument": document(PUBLISH)}]
        properties = {"RoleName": "publisher", "AssumeRolePolicyDocument": TRUST, "Policies": policies}
        self.aws.deploy("publisher", {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}})
        self.client = self.aws.client("cloudwatch", self.aws.assumed("publisher"))

    def tearDown(self) -> None:
        """Removes the role."""
        self.aws.delete("publisher")

    def test_metrics_of_that_namespace_are_taken(self) -> None:
        """And can be read."""
        self.client.put_metric_data(Namespace="ours", MetricData=[{"MetricName": "Failed", "Value": 1}])
        names = [one["MetricName"] for one in self.aws.client("cloudwatch").list_metrics(Namespace="ours")["Metrics"]]
        self.assertEqual(names, ["Failed"])

    def test_metrics_of_another_are_refused(self) -> None:
        """As AWS does."""
        with self.assertRaisesRegex(ClientError, "not authorized"):
            self.client.put_metric_data(Namespace="theirs", MetricData=[{"MetricName": "Failed", "Value": 1}])
