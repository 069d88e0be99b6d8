"""CodePipeline's definitions. Nothing runs here: who runs a pipeline reads its definition from this API."""

from __future__ import annotations

import copy
import time
from typing import Any

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region
from ministack.services.cloudformation import provisioners

from standin.handlers import Made, ResourceError, ResourceType, physical_name, register
from standin.json_services import Answer, JsonError, JsonService, Request
from standin.schemas import Properties

_PIPELINES: Any = AccountRegionScopedDict()
#: Properties that are about the stack's update or the tags, not part of the pipeline's structure.
_NOT_STRUCTURE = ("Tags", "RestartExecutionOnUpdate", "DisableInboundStageTransitions")


def arn_of(request: Request, region: str, account: str) -> str:
    name = request.get("name") or request.get("pipelineName")
    # An answer to a manual approval is allowed for its action alone.
    place = "".join(f"/{request[key]}" for key in ("stageName", "actionName") if key in request)
    return f"arn:aws:codepipeline:{region}:{account}:{name}{place}" if name else "*"


#: Also holds the operations of executions.py and approvals.py.
API = JsonService("codepipeline", "CodePipeline_20150709", arn_of)


def _structure(name: str, properties: Properties, version: int) -> dict[str, Any]:
    """The API's form of a pipeline. Keys of an action's configuration belong to its provider and stay as they are."""
    kept = {key: value for key, value in properties.items() if key not in _NOT_STRUCTURE}
    structure: dict[str, Any] = {**provisioners._pascal_to_camel(copy.deepcopy(kept)), "name": name, "version": version}
    for stage, written in zip(structure["stages"], properties["Stages"], strict=True):
        for action, source in zip(stage["actions"], written["Actions"], strict=True):
            if "Configuration" in source:
                action["configuration"] = source["Configuration"]
    return structure


class Pipeline(ResourceType):
    """AWS::CodePipeline::Pipeline."""

    def create(self, logical_id: str, properties: Properties, stack: str) -> Made:
        """Keeps version 1 of the definition."""
        name = properties.get("Name") or physical_name(stack, logical_id, 100)
        if name in _PIPELINES:
            raise ResourceError(f"A pipeline with the name '{name}' already exists in account '{get_account_id()}'")
        now = time.time()
        _PIPELINES[name] = {"pipeline": _structure(name, properties, 1), "created": now, "updated": now}
        return name, self._attributes(name)

    def update(self, physical_id: str, _old: Properties, new: Properties) -> Made:
        """Keeps the next version."""
        record = _PIPELINES[physical_id]
        record["pipeline"] = _structure(physical_id, new, record["pipeline"]["version"] + 1)
        record["updated"] = time.time()
        return physical_id, self._attributes(physical_id)

    def delete(self, physical_id: str, _properties: Properties) -> None:
        """Forgets the pipeline."""
        _PIPELINES.pop(physical_id, None)

    def _attributes(self, name: str) -> dict[str, Any]:
        arn = arn_of({"name": name}, get_region(), get_account_id())
        return {"Version": str(_PIPELINES[name]["pipeline"]["version"]), "Arn": arn}


def find(name: str) -> dict[str, Any]:
    """What is kept of a pipeline; raises JsonError as the API does when there is none."""
    record: dict[str, Any] | None = _PIPELINES.get(name)
    if record is None:
        raise JsonError("PipelineNotFoundException", f"Account does not have a pipeline with name '{name}'")
    return record


@API.operation
def get_pipeline(request: Request) -> Answer:
    """GetPipeline."""
    record = find(request["name"])
    arn = arn_of(request, get_region(), get_account_id())
    metadata = {"pipelineArn": arn, "created": record["created"], "updated": record["updated"]}
    return {"pipeline": record["pipeline"], "metadata": metadata}


@API.operation
def list_pipelines(_request: Request) -> Answer:
    """ListPipelines."""
    summaries = [
        {
            "name": record["pipeline"]["name"],
            "version": record["pipeline"]["version"],
            "pipelineType": record["pipeline"].get("pipelineType", "V1"),
            "executionMode": record["pipeline"].get("executionMode", "SUPERSEDED"),
            "created": record["created"],
            "updated": record["updated"],
        }
        for record in _PIPELINES.values()
    ]
    return {"pipelines": summaries}


def install(region: str) -> None:
    """Registers the type and routes the API."""
    register("AWS::CodePipeline::Pipeline", Pipeline(), region)
    API.install()
