"""What every stack can rely on: refusals, rollbacks, replacement, retention, weak references."""

from __future__ import annotations

import json
import unittest
from typing import Any

from botocore.exceptions import ClientError

from tests.emulator import emulator

SUBNETS: dict[str, Any] = {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}},
}


def origin(name: str, **more: Any) -> dict[str, Any]:
    """A recorded resource that is updated in place."""
    arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/a/0123456789abcdef"
    endpoint = {"Name": name, "Arn": arn, "OriginProtocolPolicy": "http-only", **more}
    return {"Type": "AWS::CloudFront::VpcOrigin", "Properties": {"VpcOriginEndpointConfig": endpoint}}


class RefusalTest(unittest.TestCase):
    def test_an_unknown_type_is_refused_before_anything_is_made(self) -> None:
        with self.assertRaisesRegex(ClientError, r"Unrecognized resource types: \[AWS::Nonsense::Thing\]"):
            emulator().deploy("unknown", {"A": {"Type": "AWS::Nonsense::Thing"}})

    def test_a_type_that_aws_has_and_the_stand_in_lacks_is_refused_too(self) -> None:
        with self.assertRaisesRegex(ClientError, r"Unrecognized resource types: \[AWS::QLDB::Ledger\]"):
            emulator().deploy("lacking", {"A": {"Type": "AWS::QLDB::Ledger"}})

    def test_bad_properties_roll_a_new_stack_back_and_leave_nothing(self) -> None:
        aws = emulator()
        before = aws.ask("GET", "types")[1]
        bad = {**origin("o", HTTPPort="not-a-port"), "DependsOn": "Good"}
        self.assertEqual(aws.deploy("bad", {"Good": origin("good"), "Bad": bad}), "ROLLBACK_COMPLETE")
        self.assertRegex("\n".join(aws.reasons("bad")), "#/VpcOriginEndpointConfig/HTTPPort: 'not-a-port' is not")
        aws.delete("bad")
        self.assertEqual(aws.ask("GET", "types")[1], before)

    def test_protection_of_a_stack_refuses_its_deletion(self) -> None:
        aws = emulator()
        aws.deploy("kept", {"O": origin("kept")})
        cloudformation = aws.client("cloudformation")
        cloudformation.update_termination_protection(StackName="kept", EnableTerminationProtection=True)
        with self.assertRaisesRegex(ClientError, "TerminationProtection is enabled"):
            cloudformation.delete_stack(StackName="kept")
        cloudformation.update_termination_protection(StackName="kept", EnableTerminationProtection=False)
        self.assertEqual(aws.delete("kept"), "DELETE_COMPLETE")


class UpdateTest(unittest.TestCase):
    def tearDown(self) -> None:
        for stack in emulator().stacks():
            emulator().delete(stack["StackName"])

    def test_a_recorded_resource_keeps_its_id_in_place_and_is_listed(self) -> None:
        aws = emulator()
        aws.deploy("origins", {"O": origin("one")})
        identifier = aws.resource("origins", "O")
        self.assertEqual(aws.ask("GET", "types")[1]["recordedOnly"]["AWS::CloudFront::VpcOrigin"], 1)
        self.assertEqual(aws.deploy("origins", {"O": origin("two")}), "UPDATE_COMPLETE")
        self.assertEqual(aws.resource("origins", "O"), identifier)

    def test_a_create_only_property_replaces(self) -> None:
        aws = emulator()
        gateway: dict[str, Any] = {
            "Type": "AWS::EC2::NatGateway",
            "Properties": {"SubnetId": {"Ref": "Subnet"}, "AllocationId": "a"},
        }
        aws.deploy("nat", {**SUBNETS, "Nat": gateway})
        identifier = aws.resource("nat", "Nat")
        changed = {**gateway, "Properties": {**gateway["Properties"], "AllocationId": "b"}}
        self.assertEqual(self.planned("nat", {**SUBNETS, "Nat": changed}), [("Nat", "True")])
        self.assertEqual(aws.deploy("nat", {**SUBNETS, "Nat": changed}), "UPDATE_COMPLETE")
        self.assertNotEqual(aws.resource("nat", "Nat"), identifier)
        self.assertEqual(aws.ask("GET", "types")[1]["recordedOnly"]["AWS::EC2::NatGateway"], 1)

    def planned(self, stack: str, resources: dict[str, Any]) -> list[tuple[str, str]]:
        cloudformation = emulator().client("cloudformation")
        cloudformation.create_change_set(
            StackName=stack, ChangeSetName="planned", TemplateBody=json.dumps({"Resources": resources})
        )
        changes = cloudformation.describe_change_set(StackName=stack, ChangeSetName="planned")["Changes"]
        return [(c["ResourceChange"]["LogicalResourceId"], c["ResourceChange"]["Replacement"]) for c in changes]

    def failed(self) -> Any:
        """A client of an account with a stack whose creation failed."""
        self.assertEqual(emulator().deploy("failed", {"O": origin("o", HTTPPort="x")}), "ROLLBACK_COMPLETE")
        self.addCleanup(emulator().client("cloudformation").delete_stack, StackName="failed")
        return emulator().client("cloudformation")

    def test_a_failed_creation_cannot_be_updated(self) -> None:
        cloudformation, body = self.failed(), json.dumps({"Resources": {"O": origin("o")}})
        message = "is in ROLLBACK_COMPLETE state and can not be updated"
        with self.assertRaisesRegex(ClientError, message):
            cloudformation.update_stack(StackName="failed", TemplateBody=body)
        with self.assertRaisesRegex(ClientError, message):
            cloudformation.create_change_set(StackName="failed", ChangeSetName="again", TemplateBody=body)

    def test_a_failed_creation_cannot_be_made_again(self) -> None:
        cloudformation, body = self.failed(), json.dumps({"Resources": {"O": origin("o")}})
        with self.assertRaisesRegex(ClientError, "AlreadyExists"):
            cloudformation.create_stack(StackName="failed", TemplateBody=body)
        with self.assertRaisesRegex(ClientError, "AlreadyExists"):
            cloudformation.create_change_set(
                StackName="failed", ChangeSetName="again", ChangeSetType="CREATE", TemplateBody=body
            )

    def test_a_failed_creation_can_be_deleted_and_then_made_again(self) -> None:
        self.failed()
        self.assertEqual(emulator().delete("failed"), "DELETE_COMPLETE")
        self.assertEqual(emulator().deploy("failed", {"O": origin("o")}), "CREATE_COMPLETE")

    def test_a_failed_creation_that_is_protected_stays_in_the_way(self) -> None:
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html
        cloudformation = self.failed()
        cloudformation.update_termination_protection(StackName="failed", EnableTerminationProtection=True)
        with self.assertRaisesRegex(ClientError, "TerminationProtection is enabled"):
            cloudformation.delete_stack(StackName="failed")
        cloudformation.update_termination_protection(StackName="failed", EnableTerminationProtection=False)

    def test_a_condition_over_an_empty_list_is_false(self) -> None:
        template = {
            "Parameters": {"Policies": {"Type": "CommaDelimitedList", "Default": ""}},
            "Conditions": {"Given": {"Fn::Not": [{"Fn::Equals": ["", {"Fn::Join": ["", {"Ref": "Policies"}]}]}]}},
            "Resources": {"Always": origin("a"), "Sometimes": {**origin("b"), "Condition": "Given"}},
        }
        aws = emulator()
        aws.client("cloudformation").create_stack(StackName="conditional", TemplateBody=json.dumps(template))
        self.assertEqual(aws.settled("conditional"), "CREATE_COMPLETE")
        found = aws.client("cloudformation").describe_stack_resources(StackName="conditional")["StackResources"]
        self.assertEqual([resource["LogicalResourceId"] for resource in found], ["Always"])

    def test_a_failed_update_brings_everything_back(self) -> None:
        aws = emulator()
        parameter: dict[str, Any] = {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Name": "/p", "Type": "String", "Value": "old"},
        }
        aws.deploy("back", {"P": parameter, "O": origin("o")})
        changed = {**parameter, "Properties": {**parameter["Properties"], "Value": "new"}}
        bad = {**origin("o", HTTPPort="x"), "DependsOn": "P"}
        self.assertEqual(aws.deploy("back", {"P": changed, "O": bad}), "UPDATE_ROLLBACK_COMPLETE")
        self.assertEqual(aws.client("ssm").get_parameter(Name="/p")["Parameter"]["Value"], "old")

    def test_an_updates_events_name_only_what_changes(self) -> None:
        aws = emulator()
        aws.deploy("events", {"One": origin("one"), "Two": origin("two")})
        aws.deploy("events", {"One": origin("one"), "Two": origin("changed")})
        events = aws.client("cloudformation").describe_stack_events(StackName="events")["StackEvents"]
        updates = [e["LogicalResourceId"] for e in events if e["ResourceStatus"].startswith("UPDATE")]
        self.assertEqual(sorted(updates), ["Two", "Two", "events", "events"])

    def test_an_updates_events_tell_what_is_created_removed_and_replaced(self) -> None:
        aws = emulator()
        named = {"Type": "String", "Name": "/a", "Value": "v"}
        renamed = {"Type": "AWS::SSM::Parameter", "Properties": {**named, "Name": "/b"}}
        aws.deploy("kinds", {"Goes": origin("goes"), "Moves": {"Type": "AWS::SSM::Parameter", "Properties": named}})
        before = len(aws.client("cloudformation").describe_stack_events(StackName="kinds")["StackEvents"])
        aws.deploy("kinds", {"Comes": origin("comes"), "Moves": renamed})
        events = aws.client("cloudformation").describe_stack_events(StackName="kinds")["StackEvents"]
        told = [(e["LogicalResourceId"], e["ResourceStatus"]) for e in events[: len(events) - before]]
        of = {name: [status for who, status in reversed(told) if who == name] for name in ("Comes", "Goes", "Moves")}
        self.assertEqual(of["Comes"], ["CREATE_IN_PROGRESS", "CREATE_COMPLETE"])
        self.assertEqual(of["Goes"], ["DELETE_IN_PROGRESS", "DELETE_COMPLETE"])
        update, removal = ["UPDATE_IN_PROGRESS"] * 2 + ["UPDATE_COMPLETE"], ["DELETE_IN_PROGRESS", "DELETE_COMPLETE"]
        self.assertEqual(of["Moves"], update + removal)

    def test_a_bucket_keeps_its_tags_and_is_not_deleted_while_it_holds_objects(self) -> None:
        aws = emulator()
        bucket = {"Type": "AWS::S3::Bucket", "Properties": {"Tags": [{"Key": "empty-me", "Value": "true"}]}}
        aws.deploy("bucket", {"B": bucket})
        name = aws.resource("bucket", "B")
        s3 = aws.client("s3")
        self.assertIn({"Key": "empty-me", "Value": "true"}, s3.get_bucket_tagging(Bucket=name)["TagSet"])
        s3.put_object(Bucket=name, Key="k", Body=b"v")
        self.assertEqual(aws.delete("bucket"), "DELETE_FAILED")
        s3.delete_object(Bucket=name, Key="k")

    def test_a_generated_name_stays_with_its_stack_and_differs_in_the_next(self) -> None:
        aws = emulator()
        topic: dict[str, Any] = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "one"}}
        aws.deploy("named", {"T": topic})
        first = aws.resource("named", "T")
        aws.deploy("named", {"T": {**topic, "Properties": {"DisplayName": "two"}}})
        self.assertEqual(aws.resource("named", "T"), first)
        aws.delete("named")
        aws.deploy("named", {"T": topic})
        self.assertNotEqual(aws.resource("named", "T"), first)

    def test_an_attribute_of_the_vpc_is_its_range(self) -> None:
        aws = emulator()
        aws.deploy("vpc", SUBNETS, {"Range": {"Fn::GetAtt": ["Vpc", "CidrBlock"]}})
        self.assertEqual(aws.outputs("vpc")["Range"], "10.0.0.0/16")

    def test_a_weak_reference_is_read_again_when_its_stack_is_updated(self) -> None:
        aws = emulator()
        aws.deploy("producer", {"O": origin("o")}, {"Out": "one"})
        read = {"Fn::GetStackOutput": {"StackName": "producer", "OutputName": "Out"}}
        properties = {"Name": "/w", "Type": "String", "Value": read}
        parameter = {"Type": "AWS::SSM::Parameter", "Properties": properties}
        aws.deploy("consumer", {"P": parameter})
        aws.deploy("producer", {"O": origin("o")}, {"Out": "two"})
        aws.deploy("consumer", {"P": {**parameter, "Properties": {**properties, "Description": "producer changed"}}})
        self.assertEqual(aws.client("ssm").get_parameter(Name="/w")["Parameter"]["Value"], "two")
