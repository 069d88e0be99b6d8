"""A cluster is asked of the rehearsal; access entries and Pod Identity belong to it."""

from __future__ import annotations

import json
import time
import unittest
from typing import Any

from tests.emulator import ACCOUNT, REGION, emulator
from tests.fake_sandbox import FAKE_AUTHORITY

ADMIN_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


def trust(service: str, condition: dict[str, Any] | None = None) -> dict[str, Any]:
    """A role that a service may take."""
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
    }
    if condition:
        statement["Condition"] = condition
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": document}}


BASE: dict[str, Any] = {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.2.0.0/16"}},
    "A": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.2.0.0/24"}},
    "B": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.2.1.0/24"}},
    "Role": trust("eks.amazonaws.com"),
    "Cluster": {
        "Type": "AWS::EKS::Cluster",
        "Properties": {
            "Name": "test",
            "Version": "1.36",
            "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
            "AccessConfig": {"AuthenticationMode": "API"},
            "ComputeConfig": {"Enabled": True, "NodePools": ["system"]},
            "KubernetesNetworkConfig": {"ServiceIpv4Cidr": "172.20.0.0/16"},
            "ResourcesVpcConfig": {"SubnetIds": [{"Ref": "A"}, {"Ref": "B"}]},
        },
    },
}


class ClusterTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.aws.sandbox.requests.clear()
        (self.aws.folder / "applied.json").unlink(missing_ok=True)

    def tearDown(self) -> None:
        self.aws.sandbox.refused.clear()
        for stack in self.aws.stacks():
            self.aws.delete(stack["StackName"])

    def deploy(self, more: dict[str, Any], outputs: dict[str, Any] | None = None) -> None:
        status = self.aws.deploy("cluster", {**BASE, **more}, outputs)
        self.assertIn(status, ("CREATE_COMPLETE", "UPDATE_COMPLETE"), self.aws.reasons("cluster"))

    def test_the_sandbox_starts_it_and_its_answer_is_what_the_api_and_the_stack_say(self) -> None:
        names = ("Endpoint", "CertificateAuthorityData", "ClusterSecurityGroupId")
        self.deploy({}, {name: {"Fn::GetAtt": ["Cluster", name]} for name in names})
        method, path, body = self.aws.sandbox.requests[0]
        self.assertEqual((method, path), ("POST", "/clusters"))
        asked = tuple(body[key] for key in ("account", "name", "version", "serviceCidr"))
        self.assertEqual(asked, (ACCOUNT, "test", "1.36", "172.20.0.0/16"))
        self.assertRegex(
            body["authenticationWebhook"], rf"^{self.aws.url}/_ministack/eks-auth/{ACCOUNT}/{REGION}/test/"
        )
        outputs = self.aws.outputs("cluster")
        self.assertEqual(outputs["Endpoint"], "https://fake.example:6443")
        self.assertEqual(outputs["CertificateAuthorityData"], FAKE_AUTHORITY)
        cluster = self.aws.client("eks").describe_cluster(name="test")["cluster"]
        self.assertEqual((cluster["status"], cluster["computeConfig"]["enabled"]), ("ACTIVE", True))
        groups = self.aws.client("ec2").describe_security_groups(GroupIds=[outputs["ClusterSecurityGroupId"]])
        self.assertEqual(groups["SecurityGroups"][0]["VpcId"], self.aws.resource("cluster", "Vpc"))
        self.aws.delete("cluster")
        self.assertEqual(self.aws.sandbox.requests[-1][:2], ("DELETE", f"/clusters/{ACCOUNT}/test"))

    def test_its_node_is_an_instance_as_long_as_it_stands(self) -> None:
        marked = [{"Name": "tag:eks:eks-cluster-name", "Values": ["test"]}]
        states = [{"Name": "instance-state-name", "Values": ["running"]}]
        ec2 = self.aws.client("ec2")
        self.deploy({})
        [reservation] = ec2.describe_instances(Filters=marked + states)["Reservations"]
        [instance] = reservation["Instances"]
        self.assertEqual(instance["SubnetId"], self.aws.resource("cluster", "A"))
        self.assertLess(abs(instance["LaunchTime"].timestamp() - time.time()), 3600)
        self.aws.delete("cluster")
        self.assertEqual(ec2.describe_instances(Filters=marked)["Reservations"], [])

    def test_a_cluster_that_does_not_start_rolls_the_stack_back(self) -> None:
        self.aws.sandbox.refused.add("test")
        self.assertEqual(self.aws.deploy("cluster", BASE), "ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(self.aws.reasons("cluster")), "cluster test did not start: .*answered 500")
        self.assertEqual(self.aws.client("eks").list_clusters()["clusters"], [])

    def test_another_kubernetes_version_is_refused(self) -> None:
        self.deploy({})
        properties = {**BASE["Cluster"]["Properties"], "Version": "1.37"}
        status = self.aws.deploy("cluster", {**BASE, "Cluster": {**BASE["Cluster"], "Properties": properties}})
        self.assertEqual(status, "UPDATE_ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(self.aws.reasons("cluster")), r"from Kubernetes 1\.36 to 1\.37")

    def entry(self, **more: Any) -> dict[str, Any]:
        properties = {"ClusterName": {"Ref": "Cluster"}, "PrincipalArn": {"Fn::GetAtt": ["Role", "Arn"]}, **more}
        return {"Entry": {"Type": "AWS::EKS::AccessEntry", "Properties": properties}}

    def test_an_access_policy_is_bound_before_the_stack_goes_on(self) -> None:
        policy = {"PolicyArn": ADMIN_POLICY, "AccessScope": {"Type": "cluster"}}
        self.deploy(self.entry(AccessPolicies=[policy]))
        applied = (self.aws.folder / "applied.json").read_text()
        self.assertIn('"kind": "ClusterRoleBinding"', applied)

    def test_groups_change_in_place_and_another_principal_replaces(self) -> None:
        self.deploy(self.entry(KubernetesGroups=["one"]))
        identifier = self.aws.resource("cluster", "Entry")
        self.deploy(self.entry(KubernetesGroups=["two"]))
        self.assertEqual(self.aws.resource("cluster", "Entry"), identifier)
        principal = identifier.partition("|")[0]
        described = self.aws.client("eks").describe_access_entry(clusterName="test", principalArn=principal)
        self.assertEqual(described["accessEntry"]["kubernetesGroups"], ["two"])
        self.deploy({**self.entry(PrincipalArn=f"arn:aws:iam::{ACCOUNT}:role/other")})
        self.assertNotEqual(self.aws.resource("cluster", "Entry"), identifier)

    def test_a_policy_without_known_rules_is_refused(self) -> None:
        policy = {
            "PolicyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSUnheardOfPolicy",
            "AccessScope": {"Type": "cluster"},
        }
        self.deploy({})
        status = self.aws.deploy("cluster", {**BASE, **self.entry(AccessPolicies=[policy])})
        self.assertEqual(status, "UPDATE_ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(self.aws.reasons("cluster")), "no Kubernetes rules for .*UnheardOf")

    def association(self, condition: dict[str, Any] | None = None) -> dict[str, Any]:
        properties = {
            "ClusterName": {"Ref": "Cluster"},
            "Namespace": "ghost",
            "ServiceAccount": "ghost",
            "RoleArn": {"Fn::GetAtt": ["Pods", "Arn"]},
        }
        association = {"Type": "AWS::EKS::PodIdentityAssociation", "Properties": properties}
        return {"Pods": trust("pods.eks.amazonaws.com", condition), "Association": association}

    def test_pods_get_the_role_of_their_association(self) -> None:
        self.deploy(self.association({"StringEquals": {"aws:SourceAccount": ACCOUNT}}))
        (listed,) = self.aws.ask("GET", "pod-identities")[1]["associations"]
        self.assertEqual((listed["namespace"], listed["serviceAccount"]), ("ghost", "ghost"))
        pod = {"cluster": "test", "token": "ghost:ghost"}
        code, credentials = self.aws.ask("POST", "pod-identities/credentials", pod)
        self.assertEqual(code, 200, credentials)
        caller = self.aws.client("sts", credentials).get_caller_identity()["Arn"]
        self.assertRegex(caller, r":assumed-role/cluster-Pods-.*/eks-test-ghost$")
        code, refused = self.aws.ask("POST", "pod-identities/credentials", {**pod, "token": "ghost:other"})
        self.assertEqual(code, 403)
        self.assertIn("no Pod Identity association for ghost/other", refused["error"])
        code, refused = self.aws.ask("POST", "pod-identities/credentials", {**pod, "token": "nobody"})
        self.assertEqual(code, 403)
        self.assertIn("not a ServiceAccount's of cluster test", refused["error"])

    def test_a_trust_policy_with_another_condition_refuses(self) -> None:
        self.deploy(self.association({"StringEquals": {"aws:SourceAccount": "999999999999"}}))
        pod = {"cluster": "test", "token": "ghost:ghost"}
        code, refused = self.aws.ask("POST", "pod-identities/credentials", pod)
        self.assertEqual(code, 403)
        self.assertIn("does not allow sts:AssumeRole to pods.eks.amazonaws.com", refused["error"])

    def test_a_service_that_the_role_does_not_trust_is_refused(self) -> None:
        self.deploy({})
        role = self.aws.client("iam").get_role(RoleName=self.aws.resource("cluster", "Role"))["Role"]["Arn"]
        request = {"roleArn": role, "service": "codebuild.amazonaws.com", "sourceArn": f"arn:aws:x:x:{ACCOUNT}:x"}
        self.assertEqual(self.aws.ask("POST", "service-credentials", request)[0], 403)
        allowed = self.aws.ask("POST", "service-credentials", {**request, "service": "eks.amazonaws.com"})
        self.assertEqual(allowed[0], 200)
        self.assertEqual(self.aws.ask("POST", "service-credentials", {})[0], 400)

    def in_zones(self, *zones: str) -> dict[str, Any]:
        """The stack with a subnet in each zone, all of them the cluster's."""
        subnets = {
            f"In{zone}": {
                "Type": "AWS::EC2::Subnet",
                "Properties": {
                    "VpcId": {"Ref": "Vpc"},
                    "CidrBlock": f"10.2.{number}.0/24",
                    "AvailabilityZone": f"eu-west-1{zone}",
                },
            }
            for number, zone in enumerate(("a", "b", "c"))
            if zone in zones
        }
        properties = {
            **BASE["Cluster"]["Properties"],
            "ResourcesVpcConfig": {"SubnetIds": [{"Ref": name} for name in subnets]},
        }
        cluster = {**BASE["Cluster"], "Properties": properties}
        return {"Vpc": BASE["Vpc"], "Role": BASE["Role"], **subnets, "Cluster": cluster}

    def test_a_cluster_keeps_its_zones(self) -> None:
        for zones in (("a", "b", "c"), ("a",), ("a", "c")):
            with self.subTest(zones):
                self.assertEqual(self.aws.deploy("cluster", self.in_zones("a", "b")), "CREATE_COMPLETE")
                self.assertEqual(self.aws.deploy("cluster", self.in_zones(*zones)), "UPDATE_ROLLBACK_COMPLETE")
                self.assertRegex("\n".join(self.aws.reasons("cluster")), "was made in eu-west-1a, eu-west-1b")
                self.aws.delete("cluster")

    def test_iam_is_evaluated(self) -> None:
        self.deploy(self.association())
        pod = {"cluster": "test", "token": "ghost:ghost"}
        credentials = self.aws.ask("POST", "pod-identities/credentials", pod)[1]
        with self.assertRaisesRegex(Exception, "not authorized to perform: eks:DescribeCluster"):
            self.aws.client("eks", credentials).describe_cluster(name="test")

    def test_an_add_on_keeps_its_configuration(self) -> None:
        properties = {
            "ClusterName": {"Ref": "Cluster"},
            "AddonName": "aws-efs-csi-driver",
            "ConfigurationValues": json.dumps({"controller": {"replicaCount": 1}}),
        }
        self.deploy({"Addon": {"Type": "AWS::EKS::Addon", "Properties": properties}})
        addon = self.aws.client("eks").describe_addon(clusterName="test", addonName="aws-efs-csi-driver")["addon"]
        self.assertEqual(addon["configurationValues"], properties["ConfigurationValues"])
