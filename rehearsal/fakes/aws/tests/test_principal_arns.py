"""Who a trust policy admits by aws:PrincipalArn."""

from __future__ import annotations

import unittest

from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, emulator

ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
BUILDS = {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/build-*"}}
ASSUME = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}


def role(name: str, condition: object = None) -> dict[str, object]:
    """A role of the account that may take every role, admitted under a condition."""
    admitted = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": ROOT}
    trust = {"Version": "2012-10-17", "Statement": [{**admitted, **({"Condition": condition} if condition else {})}]}
    policy = {"PolicyName": "assume", "PolicyDocument": {"Version": "2012-10-17", "Statement": [ASSUME]}}
    properties = {"RoleName": name, "AssumeRolePolicyDocument": trust, "Policies": [policy]}
    return {"Type": "AWS::IAM::Role", "Properties": properties}


class PrincipalArnTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.aws.deploy("roles", {"Guarded": role("guarded", BUILDS), "Build": role("build-1"), "Other": role("other")})

    def tearDown(self) -> None:
        self.aws.delete("roles")

    def assume(self, caller: str) -> str:
        """The session of the guarded role that a session of another role gets."""
        sts = self.aws.client("sts", self.aws.assumed(caller))
        answer = sts.assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/guarded", RoleSessionName="next")
        return str(answer["AssumedRoleUser"]["Arn"])

    def test_a_session_of_the_role_that_the_condition_names_is_admitted(self) -> None:
        self.assertEqual(self.assume("build-1"), f"arn:aws:sts::{ACCOUNT}:assumed-role/guarded/next")

    def test_a_session_of_another_role_is_not(self) -> None:
        with self.assertRaisesRegex(ClientError, "not authorized"):
            self.assume("other")
