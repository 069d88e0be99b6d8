"""What a deployment may do, by the policies of CloudFormation's execution role."""

from __future__ import annotations

import json
import unittest
from typing import Any

from tests.emulator import ACCOUNT, emulator

NAME = "bounded-exec"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/bounded-boundary"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/bounded-*"
LOGS = "arn:aws:logs:*:*:log-group:bounded-*"
EXECUTION: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "iam:*Role*",
            "Resource": ROLE,
            "Condition": {"StringEquals": {"iam:PermissionsBoundary": BOUNDARY}},
        },
        {"Effect": "Allow", "Action": "sns:*", "Resource": "arn:aws:sns:*:*:bounded-*"},
        {
            "Effect": "Allow",
            "Action": "secretsmanager:*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:RequestTag/owner": "bounded"}},
        },
        {"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"},
    ],
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}],
}


def topic(name: str = "bounded-topic") -> dict[str, Any]:
    """One topic."""
    return {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": name}}}


def role(**more: Any) -> dict[str, Any]:
    """One role."""
    properties = {"RoleName": "bounded-role", "AssumeRolePolicyDocument": TRUST, **more}
    return {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}}


class ExecutionRoleTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        iam = self.aws.client("iam")
        iam.create_policy(PolicyName="bounded-boundary", PolicyDocument=json.dumps(EXECUTION))
        service = json.dumps(TRUST).replace("lambda", "cloudformation")
        self.role = iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=service)["Role"]["Arn"]
        iam.put_role_policy(RoleName=NAME, PolicyName="execution", PolicyDocument=json.dumps(EXECUTION))

    def tearDown(self) -> None:
        for stack in self.aws.stacks():
            self.assertEqual(self.aws.delete(stack["StackName"]), "DELETE_COMPLETE")
        iam = self.aws.client("iam")
        iam.delete_role_policy(RoleName=NAME, PolicyName="execution")
        iam.delete_role(RoleName=NAME)
        iam.delete_policy(PolicyArn=BOUNDARY)

    def deploy(self, resources: dict[str, Any], **more: Any) -> str:
        """Creates a stack that CloudFormation deploys with the role; gives its final status."""
        self.aws.client("cloudformation").create_stack(
            StackName="bounded",
            TemplateBody=json.dumps({"Resources": resources}),
            Capabilities=["CAPABILITY_NAMED_IAM"],
            RoleARN=self.role,
            **more,
        )
        return self.aws.settled("bounded")

    def assert_refused(self, resources: dict[str, Any], words: str) -> None:
        """The deployment is rolled back, and a resource says why."""
        self.assertEqual(self.deploy(resources), "ROLLBACK_COMPLETE")
        caller = f"User: arn:aws:sts::{ACCOUNT}:assumed-role/{NAME}/AWSCloudFormation is not authorized to perform: "
        self.assertIn(caller + words, "\n".join(self.aws.reasons("bounded")))

    def test_what_it_allows_is_made(self) -> None:
        self.assertEqual(self.deploy(topic()), "CREATE_COMPLETE")

    def test_what_it_does_not_name_is_refused(self) -> None:
        self.assert_refused(topic("other"), "sns:CreateTopic on resource: arn:aws:sns:eu-west-1")

    def test_a_stream_of_logs_is_asked_for_by_its_group(self) -> None:
        reading = {"Effect": "Allow", "Action": "logs:Describe*", "Resource": "*"}
        policy = {**EXECUTION, "Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": LOGS}, reading]}
        self.aws.client("iam").put_role_policy(RoleName=NAME, PolicyName="execution", PolicyDocument=json.dumps(policy))
        group = {"Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 30}}}
        stream = {"Type": "AWS::Logs::LogStream", "Properties": {"LogGroupName": {"Ref": "Group"}}}
        self.assertEqual(self.deploy({**group, "Stream": stream}), "CREATE_COMPLETE", self.aws.reasons("bounded"))

    def test_a_selection_of_backups_is_asked_for_by_its_plan_which_has_tags_already(self) -> None:
        owned = {"StringEquals": {"aws:ResourceTag/owner": "bounded"}}
        statements = [
            {"Effect": "Allow", "Action": ["backup:*BackupPlan", "backup:*Tag*", "iam:*"], "Resource": "*"},
            {"Effect": "Allow", "Action": "backup:*BackupSelection", "Resource": "*", "Condition": owned},
        ]
        policy = json.dumps({**EXECUTION, "Statement": statements})
        self.aws.client("iam").put_role_policy(RoleName=NAME, PolicyName="execution", PolicyDocument=policy)
        rule = {"RuleName": "daily", "TargetBackupVault": "Default"}
        plan = {"BackupPlan": {"BackupPlanName": "bounded", "BackupPlanRule": [rule]}}
        selected = {"SelectionName": "all", "IamRoleArn": ROLE.replace("*", "role"), "Resources": ["*"]}
        selection = {"BackupPlanId": {"Ref": "Plan"}, "BackupSelection": selected}
        resources = {
            "Plan": {"Type": "AWS::Backup::BackupPlan", "Properties": plan},
            "Selection": {"Type": "AWS::Backup::BackupSelection", "Properties": selection},
        }
        tags = [{"Key": "owner", "Value": "bounded"}]
        self.assertEqual(self.deploy(resources, Tags=tags), "CREATE_COMPLETE", self.aws.reasons("bounded"))

    def test_a_service_that_it_does_not_have_is_refused(self) -> None:
        bucket = {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "bounded-bucket"}}}
        self.assert_refused(
            bucket, "s3:CreateBucket on resource: arn:aws:s3:::bounded-bucket because no identity-based"
        )

    def test_a_record_of_another_type_than_it_may_write_is_refused(self) -> None:
        zone = self.aws.client("route53").create_hosted_zone(Name="bounded.example", CallerReference="bounded")
        zone_id = zone["HostedZone"]["Id"].rpartition("/")[2]
        types = {"ForAllValues:StringEquals": {"route53:ChangeResourceRecordSetsRecordTypes": ["A"]}}
        arn = f"arn:aws:route53:::hostedzone/{zone_id}"
        writing = {"Effect": "Allow", "Action": "route53:*", "Resource": arn, "Condition": types}
        reading = {"Effect": "Allow", "Action": ["route53:Get*", "route53:List*"], "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [writing, reading]}
        iam = self.aws.client("iam")
        iam.put_role_policy(RoleName=NAME, PolicyName="execution", PolicyDocument=json.dumps(policy))

        def record(kind: str, value: str) -> dict[str, Any]:
            properties = {"HostedZoneId": zone_id, "Name": "a.bounded.example.", "Type": kind, "TTL": "60"}
            return {"Type": "AWS::Route53::RecordSet", "Properties": {**properties, "ResourceRecords": [value]}}

        self.assert_refused(
            {"Record": record("MX", "10 mail.example.com")}, f"route53:ChangeResourceRecordSets on resource: {arn}"
        )
        self.aws.delete("bounded")
        self.assertEqual(self.deploy({"Record": record("A", "192.0.2.1")}), "CREATE_COMPLETE")

    def test_what_it_denies_is_refused_as_such(self) -> None:
        user = {"User": {"Type": "AWS::IAM::User", "Properties": {"UserName": "bounded-user"}}}
        self.aws.client("iam").put_role_policy(
            RoleName=NAME,
            PolicyName="execution",
            PolicyDocument=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Effect": "Allow", "Action": "*", "Resource": "*"},
                        {"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"},
                    ],
                }
            ),
        )
        self.assert_refused(
            user, f"iam:CreateUser on resource: arn:aws:iam::{ACCOUNT}:user/bounded-user with an explicit"
        )

    def test_a_role_without_the_boundary_is_refused(self) -> None:
        self.assert_refused(role(), f"iam:CreateRole on resource: arn:aws:iam::{ACCOUNT}:role/bounded-role")

    def test_a_role_within_the_boundary_is_made_and_may_be_given_a_policy(self) -> None:
        policy = {
            "Type": "AWS::IAM::Policy",
            "Properties": {"PolicyName": "own", "Roles": [{"Ref": "Role"}], "PolicyDocument": EXECUTION},
        }
        made = {**role(PermissionsBoundary=BOUNDARY), "Policy": policy}
        self.assertEqual(self.deploy(made), "CREATE_COMPLETE", self.aws.reasons("bounded"))
        found = self.aws.client("iam").get_role(RoleName="bounded-role")["Role"]["PermissionsBoundary"]
        self.assertEqual(found["PermissionsBoundaryArn"], BOUNDARY)

    def test_a_policy_for_a_role_of_somebody_else_is_refused(self) -> None:
        iam = self.aws.client("iam")
        iam.create_role(RoleName="bounded-foreign", AssumeRolePolicyDocument=json.dumps(TRUST))
        self.addCleanup(iam.delete_role, RoleName="bounded-foreign")
        properties = {"PolicyName": "own", "Roles": ["bounded-foreign"], "PolicyDocument": EXECUTION}
        policy = {"Policy": {"Type": "AWS::IAM::Policy", "Properties": properties}}
        self.assert_refused(policy, f"iam:PutRolePolicy on resource: arn:aws:iam::{ACCOUNT}:role/bounded-foreign")

    def test_tags_of_the_stack_are_part_of_what_is_asked(self) -> None:
        secret = {"Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "x"}}}
        tags = [{"Key": "owner", "Value": "bounded"}]
        self.assertEqual(self.deploy(secret, Tags=tags), "CREATE_COMPLETE")
        self.aws.delete("bounded")
        self.assert_refused(secret, "secretsmanager:CreateSecret on resource: ")

    def test_a_stack_without_a_role_has_its_callers_permissions(self) -> None:
        self.assertEqual(self.aws.deploy("bounded", role()), "CREATE_COMPLETE")

    def test_says_what_was_allowed_and_for_which_types(self) -> None:
        self.deploy(topic())
        code, answer = self.aws.ask("GET", "allowed-actions")
        self.assertEqual(code, 200)
        self.assertIn("AWS::SNS::Topic", answer["actions"]["sns:CreateTopic"])
        self.assertIn("sns:DeleteTopic", answer["listed"])
