"""Manual approvals of CodePipeline: an execution waits for a person, who answers by the API, or for a time-out.

https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
"""

from __future__ import annotations

import json
import re
import time
from typing import Any
from urllib.parse import quote

from ministack.core import iam_evaluator
from ministack.core.responses import get_region, new_uuid
from ministack.services import sns

from standin import executions
from standin.json_services import Answer, JsonError, Request
from standin.pipelines import API, find

#: What CodePipeline takes for the question, and the minutes after which it takes no answer for a no.
_LONGEST_QUESTION = 1000
_LONGEST_SUMMARY = 512
_DEFAULT_MINUTES = 10080
_REFERENCE = re.compile(r"#\{([^}]*)\}")


class NoApprovalError(LookupError):
    """The pipeline of the execution asks nobody."""


def asked(identifier: str) -> dict[str, str]:
    """Asks a person, once: how it stands, and what was said. Raises NoApprovalError, UnknownExecutionError."""
    execution = executions.running(identifier)
    if "approval" not in execution:
        execution["approval"] = _ask(execution)
    approval = execution["approval"]
    _expire(approval)
    return {"status": approval["status"], "summary": approval["summary"]}


def pass_time(identifier: str, minutes: float) -> None:
    """Lets time pass for an approval that is waited for. Raises UnknownExecutionError."""
    approval = executions.running(identifier).get("approval")
    if approval is None:
        raise executions.UnknownExecutionError(f"nobody was asked about {identifier} yet")
    approval["started"] -= minutes * 60
    _expire(approval)


def _ask(execution: dict[str, Any]) -> dict[str, Any]:
    structure = find(execution["pipelineName"])["pipeline"]
    place = _place(structure)
    if place is None:
        raise NoApprovalError(f"the pipeline {execution['pipelineName']} has no manual approval")
    stage, action = place
    approval: dict[str, Any] = {
        "stage": stage,
        "action": action["name"],
        "id": str(new_uuid()),
        "token": str(new_uuid()),
        "started": time.time(),
        "minutes": action.get("timeoutInMinutes", _DEFAULT_MINUTES),
        "status": "InProgress",
        "summary": "",
        "by": None,
        "updated": time.time(),
        "configuration": action.get("configuration", {}),
    }
    try:
        approval["resolved"] = _resolved(approval["configuration"], structure, execution)
    except ValueError as wrong:
        return {**approval, "resolved": {}, "status": "Failed", "summary": str(wrong)}
    _mail(approval, execution)
    return approval


def _place(structure: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """The stage and the action of a pipeline that ask a person."""
    for stage in structure["stages"]:
        for action in stage["actions"]:
            if action["actionTypeId"]["category"] == "Approval":
                return stage["name"], action
    return None


def _resolved(configuration: dict[str, str], structure: dict[str, Any], execution: dict[str, Any]) -> dict[str, str]:
    """The configuration, variables of the pipeline and of its source filled in; raises ValueError for others."""
    source = structure["stages"][0]["actions"][0]
    revision = execution["sourceRevisions"][0]
    known = {f"variables.{one['name']}": one["resolvedValue"] for one in execution["variables"]}
    if "namespace" in source:
        known[f"{source['namespace']}.CommitId"] = revision["revisionId"]
        known[f"{source['namespace']}.CommitMessage"] = revision["revisionSummary"]
        known[f"{source['namespace']}.BranchName"] = source["configuration"]["BranchName"]

    def value(reference: re.Match[str]) -> str:
        if reference[1] not in known:
            raise ValueError(f"{reference[0]} is no variable of the pipeline or of its source")
        return str(known[reference[1]])

    filled = {name: _REFERENCE.sub(value, text) for name, text in configuration.items()}
    if len(filled.get("CustomData", "")) > _LONGEST_QUESTION:
        raise ValueError(f"CustomData is longer than {_LONGEST_QUESTION} characters")
    return filled


def _mail(approval: dict[str, Any], execution: dict[str, Any]) -> None:
    """The notification that AWS publishes, in its documented form; the rights of the action's role are not asked."""
    topic = approval["resolved"].get("NotificationArn")
    if topic is None:
        return
    name, region = execution["pipelineName"], get_region()
    console = f"https://{region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/{quote(name)}/view"
    message = {
        "region": region,
        "consoleLink": console,
        "approval": {
            "pipelineName": name,
            "stageName": approval["stage"],
            "actionName": approval["action"],
            "token": approval["token"],
            "expires": time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(_expires(approval))),
            "externalEntityLink": approval["resolved"].get("ExternalEntityLink"),
            "approvalReviewLink": f"{console}#/{approval['stage']}/{approval['action']}/approve/{approval['token']}",
            "customData": approval["resolved"].get("CustomData"),
        },
    }
    subject = f"APPROVAL NEEDED: AWS CodePipeline {name} for action {approval['action']}"[:100]
    # Past the topic's policy, which asks how a client is connected: this is no client.
    sns._fanout(topic, str(new_uuid()), json.dumps(message), subject)


def _expires(approval: dict[str, Any]) -> float:
    return float(approval["started"] + approval["minutes"] * 60)


def _expire(approval: dict[str, Any]) -> None:
    """Takes no answer for a no. The words are the stand-in's own: AWS does not document them."""
    if approval["status"] == "InProgress" and time.time() >= _expires(approval):
        approval.update(status="Failed", summary="The approval has timed out.", updated=time.time())


def _of(pipeline: str) -> list[dict[str, Any]]:
    """The executions of a pipeline about which somebody was asked, the newest first."""
    find(pipeline)
    found = [one for one in executions.all_executions() if one["pipelineName"] == pipeline and "approval" in one]
    for one in found:
        _expire(one["approval"])
    return found


@API.operation
def put_approval_result(request: Request) -> Answer:
    """PutApprovalResult."""
    structure = find(request["pipelineName"])["pipeline"]
    stage = next((one for one in structure["stages"] if one["name"] == request["stageName"]), None)
    if stage is None:
        raise JsonError("StageNotFoundException", f"The pipeline has no stage '{request['stageName']}'")
    if not any(one["name"] == request["actionName"] for one in stage["actions"]):
        raise JsonError("ActionNotFoundException", f"The stage has no action '{request['actionName']}'")
    result = request["result"]
    if result["status"] not in ("Approved", "Rejected") or len(result["summary"]) > _LONGEST_SUMMARY:
        raise JsonError("ValidationException", "The result is Approved or Rejected, with a summary of 512 characters")
    place = (request["stageName"], request["actionName"], request["token"])
    for execution in _of(request["pipelineName"]):
        approval = execution["approval"]
        if (approval["stage"], approval["action"], approval["token"]) != place:
            continue
        if approval["status"] != "InProgress":
            raise JsonError("ApprovalAlreadyCompletedException", "The approval has already been completed")
        status = "Succeeded" if result["status"] == "Approved" else "Failed"
        by = iam_evaluator.caller_arn()
        approval.update(status=status, summary=result["summary"], by=by, updated=time.time())
        return {"approvedAt": approval["updated"]}
    raise JsonError("InvalidApprovalTokenException", "The token is of no approval that is waited for")


@API.operation
def list_action_executions(request: Request) -> Answer:
    """ListActionExecutions, of the approvals alone: the newest first, in one page."""
    wanted = request.get("filter", {}).get("pipelineExecutionId")
    found = [one for one in _of(request["pipelineName"]) if wanted in (None, one["pipelineExecutionId"])]
    return {"actionExecutionDetails": [_detail(one) for one in found][: int(request.get("maxResults", 100))]}


def _detail(execution: dict[str, Any]) -> dict[str, Any]:
    approval = execution["approval"]
    by = {"updatedBy": approval["by"]} if approval["by"] else {}
    summary = {"executionResult": {"externalExecutionSummary": approval["summary"]}} if approval["summary"] else {}
    return {
        "pipelineExecutionId": execution["pipelineExecutionId"],
        "actionExecutionId": approval["id"],
        "pipelineVersion": execution["pipelineVersion"],
        "stageName": approval["stage"],
        "actionName": approval["action"],
        "startTime": approval["started"],
        "lastUpdateTime": approval["updated"],
        "status": approval["status"],
        "input": {
            "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"},
            "configuration": approval["configuration"],
            "resolvedConfiguration": approval["resolved"],
            "region": get_region(),
            "inputArtifacts": [],
        },
        "output": {"outputArtifacts": [], **summary},
        **by,
    }


@API.operation
def get_pipeline_state(request: Request) -> Answer:
    """GetPipelineState: of what ran, the approval alone."""
    record = find(request["name"])
    latest = next(iter(_of(request["name"])), None)
    structure = record["pipeline"]
    return {
        "pipelineName": request["name"],
        "pipelineVersion": structure["version"],
        "stageStates": [_stage_state(stage, latest) for stage in structure["stages"]],
        "created": record["created"],
        "updated": record["updated"],
    }


def _stage_state(stage: dict[str, Any], latest: dict[str, Any] | None) -> dict[str, Any]:
    state: dict[str, Any] = {
        "stageName": stage["name"],
        "inboundTransitionState": {"enabled": True},
        "actionStates": [{"actionName": action["name"]} for action in stage["actions"]],
    }
    if latest is None or latest["approval"]["stage"] != stage["name"]:
        return state
    approval = latest["approval"]
    open_token = {"token": approval["token"]} if approval["status"] == "InProgress" else {}
    by = {"lastUpdatedBy": approval["by"]} if approval["by"] else {}
    summary = {"summary": approval["summary"]} if approval["summary"] else {}
    for action in state["actionStates"]:
        if action["actionName"] == approval["action"]:
            times = {"actionExecutionId": approval["id"], "lastStatusChange": approval["updated"]}
            action["latestExecution"] = {**times, "status": approval["status"], **open_token, **by, **summary}
    state["latestExecution"] = {"pipelineExecutionId": latest["pipelineExecutionId"], "status": approval["status"]}
    return state
