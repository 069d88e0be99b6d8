"""Executions of pipelines: a client or a push starts them, the rehearsal runs them and says how they end."""

from __future__ import annotations

import time
from typing import Any

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region, new_uuid

from standin import events
from standin.execution_requests import asked_commit, resolved_variables
from standin.json_services import Answer, JsonError, Request
from standin.pipelines import API, arn_of, find

_EXECUTIONS: Any = AccountRegionScopedDict()
#: How an execution can end, and the state that its event says.
_ENDS = {"Succeeded": "SUCCEEDED", "Failed": "FAILED", "Cancelled": "CANCELED", "Stopped": "STOPPED"}


class UnknownExecutionError(LookupError):
    """There is no execution of that id, or it has ended."""


def start(pipeline: str, trigger: str, request: Request) -> dict[str, Any]:
    """Starts an execution and gives it; raises JsonError when there is no such pipeline or it cannot take the request.

    `request` may hold `sourceRevisions` and `variables`, as StartPipelineExecution has them.
    """
    structure = find(pipeline)["pipeline"]
    commit, variables = asked_commit(structure, request), resolved_variables(structure, request)
    identifier, now = str(new_uuid()), time.time()
    _EXECUTIONS[identifier] = {
        "pipelineName": pipeline,
        "pipelineVersion": structure["version"],
        "pipelineExecutionId": identifier,
        "status": "InProgress",
        "startTime": now,
        "lastUpdateTime": now,
        "sourceRevisions": [],
        "trigger": {"triggerType": trigger, "triggerDetail": ""},
        "executionMode": structure.get("executionMode", "SUPERSEDED"),
        "executionType": "STANDARD",
        "variables": variables,
        "askedCommit": commit,
    }
    _announce(_EXECUTIONS[identifier], "STARTED")
    return dict(_EXECUTIONS[identifier])


def report(identifier: str, revision: str | None, summary: str, status: str | None) -> None:
    """What the runner says: the commit it builds, how the build ended. Raises UnknownExecutionError, ValueError."""
    execution = running(identifier)
    if status is not None and status not in _ENDS:
        raise ValueError(f"an execution ends as one of {', '.join(_ENDS)}, not as '{status}'")
    if revision is not None:
        source = find(execution["pipelineName"])["pipeline"]["stages"][0]["actions"][0]["name"]
        execution["sourceRevisions"] = [{"actionName": source, "revisionId": revision, "revisionSummary": summary}]
    execution["lastUpdateTime"] = time.time()
    if status is not None:
        execution["status"] = status
        _announce(execution, _ENDS[status])


def running(identifier: str) -> dict[str, Any]:
    """The execution itself, as long as it is in progress; raises UnknownExecutionError."""
    execution: dict[str, Any] | None = _EXECUTIONS.get(identifier)
    if execution is None or execution["status"] != "InProgress":
        raise UnknownExecutionError(f"there is no running execution {identifier}")
    return execution


def all_executions() -> list[dict[str, Any]]:
    """Every execution, the newest first."""
    return sorted(_EXECUTIONS.values(), key=lambda execution: -execution["startTime"])


def _announce(execution: dict[str, Any], state: str) -> None:
    """The event that AWS sends; rules of the app, for example its alarm, take it from there."""
    name = execution["pipelineName"]
    detail = {
        "pipeline": name,
        "execution-id": execution["pipelineExecutionId"],
        "state": state,
        "version": execution["pipelineVersion"],
    }
    arn = arn_of({"name": name}, get_region(), get_account_id())
    events.send("aws.codepipeline", "CodePipeline Pipeline Execution State Change", detail, (arn,))


@API.operation
def start_pipeline_execution(request: Request) -> Answer:
    """StartPipelineExecution."""
    return {"pipelineExecutionId": start(request["name"], "StartPipelineExecution", request)["pipelineExecutionId"]}


@API.operation
def list_pipeline_executions(request: Request) -> Answer:
    """ListPipelineExecutions: the newest first, in one page."""
    name = request["pipelineName"]
    find(name)
    hidden = ("pipelineName", "pipelineVersion", "variables", "askedCommit", "approval")
    found = [execution for execution in all_executions() if execution["pipelineName"] == name]
    shown = [{key: value for key, value in one.items() if key not in hidden} for one in found]
    return {"pipelineExecutionSummaries": shown[: int(request.get("maxResults", 100))]}


@API.operation
def get_pipeline_execution(request: Request) -> Answer:
    """GetPipelineExecution."""
    execution = _EXECUTIONS.get(request["pipelineExecutionId"])
    if execution is None or execution["pipelineName"] != request["pipelineName"]:
        raise JsonError("PipelineExecutionNotFoundException", f"no execution {request['pipelineExecutionId']}")
    fields = (
        "pipelineName",
        "pipelineVersion",
        "pipelineExecutionId",
        "status",
        "trigger",
        "executionMode",
        "variables",
    )
    revisions = [
        {"name": one["actionName"], "revisionId": one["revisionId"], "revisionSummary": one["revisionSummary"]}
        for one in execution["sourceRevisions"]
    ]
    return {"pipelineExecution": {**{key: execution[key] for key in fields}, "artifactRevisions": revisions}}
