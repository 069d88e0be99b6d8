"""CodePipeline, CodeBuild and CodeConnections: readable definitions."""

from __future__ import annotations

import json
import unittest
from typing import Any

from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, emulator

ROLE = f"arn:aws:iam::{ACCOUNT}:role/pipeline"
GITHUB = {"ConnectionName": "github", "ProviderType": "GitHub"}


def action(name: str, provider: str, category: str, configuration: dict[str, Any]) -> dict[str, Any]:
    """One action of a stage."""
    kind = {"Category": category, "Owner": "AWS", "Provider": provider, "Version": "1"}
    return {"Name": name, "ActionTypeId": kind, "Configuration": configuration}


def pipeline(branch: str) -> dict[str, Any]:
    """A pipeline of two stages."""
    configuration = {
        "ConnectionArn": {"Ref": "Connection"},
        "FullRepositoryId": "example/onemerge",
        "BranchName": branch,
    }
    source = {
        **action("GitHub", "CodeStarSourceConnection", "Source", configuration),
        "OutputArtifacts": [{"Name": "S"}],
    }
    build = {
        **action("Deploy", "CodeBuild", "Build", {"ProjectName": {"Ref": "Project"}}),
        "InputArtifacts": [{"Name": "S"}],
    }
    return {
        "Type": "AWS::CodePipeline::Pipeline",
        "Properties": {
            "Name": "deploys",
            "RoleArn": ROLE,
            "PipelineType": "V2",
            "ExecutionMode": "QUEUED",
            "RestartExecutionOnUpdate": True,
            "Variables": [{"Name": "REASON", "DefaultValue": "none", "Description": "Why it skips staging."}],
            "ArtifactStore": {"Type": "S3", "Location": "bucket"},
            "Stages": [{"Name": "Source", "Actions": [source]}, {"Name": "Deploy", "Actions": [build]}],
        },
    }


PROJECT = {
    "Type": "AWS::CodeBuild::Project",
    "Properties": {
        "ServiceRole": ROLE,
        "Artifacts": {"Type": "CODEPIPELINE"},
        "Source": {"Type": "CODEPIPELINE", "BuildSpec": "buildspec.yml"},
        "Environment": {"Type": "ARM_CONTAINER", "ComputeType": "BUILD_GENERAL1_SMALL", "Image": "image"},
        "VpcConfig": {"VpcId": "vpc-1", "Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
    },
}


class PipelineTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.resources = {
            "Connection": {"Type": "AWS::CodeConnections::Connection", "Properties": GITHUB},
            "Project": PROJECT,
            "Pipeline": pipeline("main"),
        }
        status = self.aws.deploy("pipeline", self.resources)
        self.assertEqual(status, "CREATE_COMPLETE", self.aws.reasons("pipeline"))

    def tearDown(self) -> None:
        self.assertEqual(self.aws.delete("pipeline"), "DELETE_COMPLETE")
        self.assertEqual(self.aws.client("codepipeline").list_pipelines()["pipelines"], [])

    def test_the_definition_is_read_as_aws_writes_it_and_an_update_counts(self) -> None:
        client = self.aws.client("codepipeline")
        found = client.get_pipeline(name="deploys")["pipeline"]
        self.assertEqual((found["version"], found["executionMode"], found["pipelineType"]), (1, "QUEUED", "V2"))
        configuration = found["stages"][0]["actions"][0]["configuration"]
        self.assertEqual(configuration["FullRepositoryId"], "example/onemerge")
        self.aws.deploy("pipeline", {**self.resources, "Pipeline": pipeline("trunk")})
        found = client.get_pipeline(name="deploys")["pipeline"]
        self.assertEqual(
            (found["version"], found["stages"][0]["actions"][0]["configuration"]["BranchName"]), (2, "trunk")
        )

    def test_a_pipeline_that_never_ran_has_stages_and_no_execution(self) -> None:
        state = self.aws.client("codepipeline").get_pipeline_state(name="deploys")
        self.assertEqual([stage["stageName"] for stage in state["stageStates"]], ["Source", "Deploy"])
        self.assertNotIn("latestExecution", state["stageStates"][0])

    def test_what_is_not_modelled_or_not_there_is_an_error(self) -> None:
        client = self.aws.client("codepipeline")
        with self.assertRaisesRegex(ClientError, "no codepipeline:RetryStageExecution"):
            client.retry_stage_execution(
                pipelineName="deploys", stageName="Deploy", pipelineExecutionId="x", retryMode="FAILED_ACTIONS"
            )
        with self.assertRaisesRegex(ClientError, "PipelineNotFoundException"):
            client.get_pipeline(name="other")

    def test_a_project_shows_where_it_builds(self) -> None:
        name = self.aws.resource("pipeline", "Project")
        (project,) = self.aws.client("codebuild").batch_get_projects(names=[name])["projects"]
        self.assertEqual(project["vpcConfig"]["securityGroupIds"], ["sg-1"])
        self.assertEqual(project["source"]["buildspec"], "buildspec.yml")
        with self.assertRaisesRegex(ClientError, "the stand-in runs no builds"):
            self.aws.client("codebuild").start_build(projectName=name)

    def test_an_execution_is_in_progress_until_its_runner_reports_and_its_end_is_an_event(self) -> None:
        queue = {"Type": "AWS::SQS::Queue"}
        pattern = {"source": ["aws.codepipeline"], "detail": {"state": ["FAILED"], "pipeline": ["deploys"]}}
        target = {"Id": "queue", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}}
        rule = {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": pattern, "Targets": [target]}}
        self.aws.deploy("pipeline", {**self.resources, "Queue": queue, "Rule": rule})
        client = self.aws.client("codepipeline")
        first = client.start_pipeline_execution(name="deploys")["pipelineExecutionId"]
        second = self.aws.ask("POST", "executions", {"pipeline": "deploys"})[1]["pipelineExecutionId"]
        report = {"id": second, "revision": "c0ffee", "summary": "change", "status": "Failed"}
        self.assertEqual(self.aws.ask("POST", "executions/report", report), (200, {}))
        newest, oldest = client.list_pipeline_executions(pipelineName="deploys")["pipelineExecutionSummaries"]
        self.assertEqual((newest["status"], newest["sourceRevisions"][0]["revisionId"]), ("Failed", "c0ffee"))
        self.assertEqual((oldest["pipelineExecutionId"], oldest["status"]), (first, "InProgress"))
        found = client.get_pipeline_execution(pipelineName="deploys", pipelineExecutionId=second)["pipelineExecution"]
        self.assertEqual(found["artifactRevisions"][0]["revisionId"], "c0ffee")
        url = self.aws.resource("pipeline", "Queue")
        (message,) = self.aws.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
        self.assertEqual(json.loads(message["Body"])["detail"]["execution-id"], second)
        for wrong, code in ((report, 404), ({"id": first, "status": "Fine"}, 400), ({}, 400)):
            self.assertEqual(self.aws.ask("POST", "executions/report", wrong)[0], code)
        self.assertEqual(self.aws.ask("POST", "executions", {"pipeline": "other"})[0], 404)
        self.aws.ask("POST", "executions/report", {"id": first, "status": "Succeeded"})

    def start(self, **request: Any) -> dict[str, Any]:
        """Starts an execution and gives what its runner reads of it."""
        client = self.aws.client("codepipeline")
        identifier = client.start_pipeline_execution(name="deploys", **request)["pipelineExecutionId"]
        found: dict[str, Any] = self.aws.ask("GET", "executions")[1]["executions"][0]
        self.assertEqual(found["pipelineExecutionId"], identifier)
        self.aws.ask("POST", "executions/report", {"id": identifier, "status": "Succeeded"})
        return found

    def test_whoever_starts_an_execution_may_name_its_commit_and_its_variables(self) -> None:
        revision = {"actionName": "GitHub", "revisionType": "COMMIT_ID", "revisionValue": "c0ffee"}
        promoted = self.start(sourceRevisions=[revision], variables=[{"name": "REASON", "value": "hotfix"}])
        self.assertEqual(promoted["askedCommit"], "c0ffee")
        self.assertEqual(promoted["variables"], [{"name": "REASON", "resolvedValue": "hotfix"}])
        client = self.aws.client("codepipeline")
        (newest, *_) = client.list_pipeline_executions(pipelineName="deploys")["pipelineExecutionSummaries"]
        self.assertEqual(newest["trigger"]["triggerType"], "StartPipelineExecution")
        shown = client.get_pipeline_execution(
            pipelineName="deploys", pipelineExecutionId=promoted["pipelineExecutionId"]
        )["pipelineExecution"]
        self.assertEqual(shown["variables"], promoted["variables"])
        plain = self.start()
        self.assertIsNone(plain["askedCommit"])
        self.assertEqual(plain["variables"], [{"name": "REASON", "resolvedValue": "none"}])

    def test_what_the_pipeline_cannot_take_starts_nothing(self) -> None:
        revision = {"actionName": "GitHub", "revisionType": "COMMIT_ID", "revisionValue": "c0ffee"}
        count = len(self.aws.ask("GET", "executions")[1]["executions"])
        for request, message in (
            ({"sourceRevisions": [{**revision, "actionName": "Deploy"}]}, "'Deploy' is no source action"),
            ({"sourceRevisions": [{**revision, "revisionType": "IMAGE_DIGEST"}]}, "with a COMMIT_ID"),
            ({"variables": [{"name": "OTHER", "value": "x"}]}, "declares no variable 'OTHER'"),
        ):
            with self.assertRaisesRegex(ClientError, f"ValidationException.*{message}"):
                self.start(**request)
        without_default = pipeline("main")
        without_default["Properties"]["Variables"] = [{"Name": "REASON"}]
        self.aws.deploy("pipeline", {**self.resources, "Pipeline": without_default})
        with self.assertRaisesRegex(ClientError, "'REASON' has no default"):
            self.start()
        self.assertEqual(len(self.aws.ask("GET", "executions")[1]["executions"]), count)

    def test_a_connection_is_pending_until_a_person_finishes_it(self) -> None:
        client = self.aws.client("codeconnections")
        arn = self.aws.resource("pipeline", "Connection")
        self.assertEqual(client.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"], "PENDING")
        self.assertEqual(self.aws.ask("POST", "connections/handshake", {"arn": arn})[0], 200)
        self.assertEqual(client.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"], "AVAILABLE")
        older = self.aws.client("codestar-connections").get_connection(ConnectionArn=arn)["Connection"]
        self.assertEqual(older["ConnectionStatus"], "AVAILABLE")
        self.assertEqual(self.aws.ask("POST", "connections/handshake", {"arn": "nothing"})[0], 404)
