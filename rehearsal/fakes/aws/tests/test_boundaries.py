"""What a role may do at most."""

from __future__ import annotations

import json
import unittest

from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, emulator

BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/at-most"
TAG = {"Key": "owner", "Value": "us"}
ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": ROOT}],
}
READ = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
READ_OURS = {**READ, "Condition": {"StringEquals": {"aws:ResourceTag/owner": "us"}}}


def document(*statements: object) -> dict[str, object]:
    """A policy."""
    return {"Version": "2012-10-17", "Statement": statements}


class BoundaryTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.aws.client("iam").create_policy(PolicyName="at-most", PolicyDocument=json.dumps(document(READ_OURS)))
        policies = [{"PolicyName": "read", "PolicyDocument": document(READ)}]
        properties = {"RoleName": "reader", "AssumeRolePolicyDocument": TRUST, "Policies": policies}
        self.role = {"Type": "AWS::IAM::Role", "Properties": {**properties, "PermissionsBoundary": BOUNDARY}}
        self.unbounded = {"Type": "AWS::IAM::Role", "Properties": properties}
        secret = {"Type": "AWS::SecretsManager::Secret"}
        self.secrets = {
            "Ours": {**secret, "Properties": {"Name": "ours", "SecretString": "a", "Tags": [TAG]}},
            "Theirs": {**secret, "Properties": {"Name": "theirs", "SecretString": "b"}},
        }
        self.aws.deploy("roles", {"Role": self.role, **self.secrets})

    def tearDown(self) -> None:
        self.aws.delete("roles")
        self.aws.client("iam").delete_policy(PolicyArn=BOUNDARY)

    def read(self, secret: str) -> str:
        """A secret's value, as the role reads it."""
        answer = self.aws.client("secretsmanager", self.aws.assumed("reader")).get_secret_value(SecretId=secret)
        return str(answer["SecretString"])

    def test_what_policy_and_boundary_allow_is_allowed_by_the_tag_of_the_resource(self) -> None:
        self.assertEqual(self.read("ours"), "a")

    def test_what_the_policy_allows_and_the_boundary_does_not_is_refused(self) -> None:
        with self.assertRaisesRegex(ClientError, "not authorized"):
            self.read("theirs")

    def test_an_update_that_takes_the_boundary_off_takes_it_off(self) -> None:
        self.aws.deploy("roles", {"Role": self.unbounded, **self.secrets})
        self.assertEqual(self.read("theirs"), "b")
