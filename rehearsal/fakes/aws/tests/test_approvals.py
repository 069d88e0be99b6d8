"""Manual approvals: asked by mail, answered by the API, or not in time."""

from __future__ import annotations

import json
import unittest
from typing import Any

from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, REGION, emulator
from tests.test_pipelines import GITHUB, PROJECT, action, pipeline

QUESTION = "May #{Source.CommitId} come? Past staging: #{variables.REASON}"


def asking(**configuration: Any) -> dict[str, Any]:
    """A pipeline with an approval between its two stages."""
    made = pipeline("main")
    made["Properties"]["Name"] = "asks"
    source, deploy = made["Properties"]["Stages"]
    source["Actions"][0]["Namespace"] = "Source"
    asked = {"CustomData": QUESTION, "ExternalEntityLink": "https://github.com/commit/#{Source.CommitId}"}
    person = {**action("Person", "Manual", "Approval", {**asked, **configuration}), "TimeoutInMinutes": 60}
    made["Properties"]["Stages"] = [source, {"Name": "Approval", "Actions": [person]}, deploy]
    return made


class ApprovalTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.client = self.aws.client("codepipeline")
        self.deploy(NotificationArn={"Ref": "Topic"})
        self.aws.ask("POST", "subscriptions/confirm", {"address": "a@example.com"})

    def tearDown(self) -> None:
        self.assertEqual(self.aws.delete("approvals"), "DELETE_COMPLETE")

    def deploy(self, **configuration: Any) -> None:
        """Deploys the pipeline, its topic and who hears of it."""
        subscription = {"Protocol": "email", "Endpoint": "a@example.com", "TopicArn": {"Ref": "Topic"}}
        resources = {
            "Connection": {"Type": "AWS::CodeConnections::Connection", "Properties": GITHUB},
            "Project": PROJECT,
            "Topic": {"Type": "AWS::SNS::Topic"},
            "Reader": {"Type": "AWS::SNS::Subscription", "Properties": subscription},
            "Pipeline": asking(**configuration),
        }
        status = self.aws.deploy("approvals", resources)
        self.assertIn(status, ("CREATE_COMPLETE", "UPDATE_COMPLETE"), self.aws.reasons("approvals"))

    def start(self) -> str:
        """An execution that has come to its approval."""
        identifier = str(self.client.start_pipeline_execution(name="asks")["pipelineExecutionId"])
        self.aws.ask("POST", "executions/report", {"id": identifier, "revision": "c0ffee", "summary": "change"})
        return identifier

    def ask(self, identifier: str) -> dict[str, Any]:
        """What the runner hears when it asks."""
        status, answer = self.aws.ask("POST", "executions/approval", {"id": identifier})
        self.assertEqual(status, 200, answer)
        return answer

    def end(self, identifier: str, status: str) -> None:
        """The runner ends the execution."""
        self.aws.ask("POST", "executions/report", {"id": identifier, "status": status})

    def state(self) -> dict[str, Any]:
        """The stage of the approval."""
        found: dict[str, Any] = self.client.get_pipeline_state(name="asks")["stageStates"][1]
        return found

    def answer(self, token: str, status: str = "Approved", **place: str) -> None:
        """What a person answers."""
        named = {"pipelineName": "asks", "stageName": "Approval", "actionName": "Person", **place}
        self.client.put_approval_result(**named, token=token, result={"status": status, "summary": "seen"})

    def test_a_person_is_asked_once_by_mail_and_with_the_variables_filled_in(self) -> None:
        before = len(self.aws.ask("GET", "mails")[1]["mails"])
        identifier = self.start()
        for _ in range(2):
            self.assertEqual(self.ask(identifier)["status"], "InProgress")
        (mail,) = self.aws.ask("GET", "mails")[1]["mails"][before:]
        self.assertEqual(mail["subject"], "APPROVAL NEEDED: AWS CodePipeline asks for action Person")
        approval = json.loads(mail["message"])["approval"]
        self.assertEqual(approval["customData"], "May c0ffee come? Past staging: none")
        self.assertEqual(approval["externalEntityLink"], "https://github.com/commit/c0ffee")
        state = self.state()
        self.assertEqual(state["latestExecution"], {"pipelineExecutionId": identifier, "status": "InProgress"})
        self.assertEqual(state["actionStates"][0]["latestExecution"]["token"], approval["token"])
        self.end(identifier, "Failed")

    def test_an_answer_is_kept_with_its_author_and_a_second_one_is_refused(self) -> None:
        for status, end in (("Approved", "Succeeded"), ("Rejected", "Failed")):
            identifier = self.start()
            self.ask(identifier)
            token = self.state()["actionStates"][0]["latestExecution"]["token"]
            self.answer(token, status)
            self.assertEqual(self.ask(identifier), {"status": end, "summary": "seen"})
            with self.assertRaisesRegex(ClientError, "ApprovalAlreadyCompletedException"):
                self.answer(token, status)
            latest = self.state()["actionStates"][0]["latestExecution"]
            self.assertNotIn("token", latest)
            self.assertEqual(latest["lastUpdatedBy"], f"arn:aws:iam::{ACCOUNT}:root")
            (newest, *_) = self.client.list_action_executions(pipelineName="asks")["actionExecutionDetails"]
            self.assertEqual((newest["pipelineExecutionId"], newest["status"]), (identifier, end))
            self.assertEqual(newest["input"]["actionTypeId"]["category"], "Approval")
            self.assertEqual(newest["output"]["executionResult"]["externalExecutionSummary"], "seen")
            self.end(identifier, end)

    def test_no_answer_in_time_is_a_no(self) -> None:
        identifier = self.start()
        self.ask(identifier)
        token = self.state()["actionStates"][0]["latestExecution"]["token"]
        self.aws.ask("POST", "executions/approval/time", {"id": identifier, "minutes": 59})
        self.assertEqual(self.ask(identifier)["status"], "InProgress")
        self.aws.ask("POST", "executions/approval/time", {"id": identifier, "minutes": 1})
        self.assertEqual(self.ask(identifier)["status"], "Failed")
        with self.assertRaisesRegex(ClientError, "ApprovalAlreadyCompletedException"):
            self.answer(token)
        chosen = self.client.list_action_executions(pipelineName="asks", filter={"pipelineExecutionId": identifier})[
            "actionExecutionDetails"
        ]
        self.assertEqual([one["status"] for one in chosen], ["Failed"])
        self.assertNotIn("updatedBy", chosen[0])
        self.end(identifier, "Failed")

    def test_what_is_not_asked_cannot_be_answered(self) -> None:
        identifier = self.start()
        self.ask(identifier)
        token = self.state()["actionStates"][0]["latestExecution"]["token"]
        wrong = "00000000-0000-0000-0000-000000000000"
        with self.assertRaisesRegex(ClientError, "InvalidApprovalTokenException"):
            self.answer(wrong)
        with self.assertRaisesRegex(ClientError, "StageNotFoundException"):
            self.answer(token, stageName="Other")
        with self.assertRaisesRegex(ClientError, "ActionNotFoundException"):
            self.answer(token, actionName="Other")
        self.end(identifier, "Failed")
        for path, request, status in (
            ("executions/approval", {"id": identifier}, 404),
            ("executions/approval", {}, 400),
            ("executions/approval/time", {"id": identifier, "minutes": 1}, 404),
            ("executions/approval/time", {}, 400),
        ):
            self.assertEqual(self.aws.ask("POST", path, request)[0], status)

    def test_a_question_that_cannot_be_put_fails(self) -> None:
        for question, words in (("#{Other.CommitId}", "is no variable"), ("x" * 1001, "longer than 1000")):
            self.deploy(CustomData=question)
            identifier = self.start()
            answer = self.ask(identifier)
            self.assertEqual(answer["status"], "Failed")
            self.assertIn(words, answer["summary"])
            self.end(identifier, "Failed")

    def test_an_answer_needs_the_right_to_this_action(self) -> None:
        iam = self.aws.client("iam")
        iam.create_user(UserName="reviewer")
        key = iam.create_access_key(UserName="reviewer")["AccessKey"]
        keys = {"accessKeyId": key["AccessKeyId"], "secretAccessKey": key["SecretAccessKey"], "sessionToken": ""}
        person = self.aws.client("codepipeline", keys)
        arn = f"arn:aws:codepipeline:{REGION}:{ACCOUNT}:asks"
        for resource, allowed in ((arn, False), (f"{arn}/Approval/Person", True)):
            statement = {"Effect": "Allow", "Action": "codepipeline:PutApprovalResult", "Resource": resource}
            document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            iam.put_user_policy(UserName="reviewer", PolicyName="approve", PolicyDocument=document)
            identifier = self.start()
            self.ask(identifier)
            token = self.state()["actionStates"][0]["latestExecution"]["token"]
            result = {"status": "Approved", "summary": "seen"}
            place = {"pipelineName": "asks", "stageName": "Approval", "actionName": "Person"}
            if allowed:
                person.put_approval_result(**place, token=token, result=result)
                latest = self.state()["actionStates"][0]["latestExecution"]
                self.assertEqual(latest["lastUpdatedBy"], f"arn:aws:iam::{ACCOUNT}:user/reviewer")
            else:
                with self.assertRaisesRegex(ClientError, "AccessDenied"):
                    person.put_approval_result(**place, token=token, result=result)
            self.end(identifier, "Succeeded")
