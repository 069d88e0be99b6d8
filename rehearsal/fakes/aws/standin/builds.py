"""CodeBuild: MiniStack drops where a project builds and logs, and without Docker lets every build "succeed"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.core.responses import error_response_json
from ministack.services import codebuild
from ministack.services.cloudformation import provisioners

from standin.handlers import Made, wrap
from standin.schemas import Properties

_KEPT = {
    "VpcConfig": "vpcConfig",
    "LogsConfig": "logsConfig",
    "Cache": "cache",
    "ConcurrentBuildLimit": "concurrentBuildLimit",
    "QueuedTimeoutInMinutes": "queuedTimeoutInMinutes",
}


def _keep(name: str, properties: Properties) -> None:
    project = codebuild._projects[name]
    for key, field in _KEPT.items():
        project.pop(field, None)
        if key in properties:
            project[field] = provisioners._pascal_to_camel(properties[key])


def _created(inner: Callable[..., Made], logical_id: str, properties: Properties, stack: str) -> Made:
    made = inner(logical_id, properties, stack)
    _keep(made[0], properties)
    return made


def _updated(inner: Callable[..., Made], physical_id: str, old: Properties, new: Properties, *rest: str) -> Made:
    made = inner(physical_id, old, new, *rest)
    _keep(made[0], new)
    return made


def _refuse_build(request: dict[str, Any]) -> Any:
    name = request.get("projectName", "")
    return error_response_json("InvalidInputException", f"the stand-in runs no builds; run {name}'s yourself", 400)


def install() -> None:
    """Keeps the dropped properties, shows them in BatchGetProjects, and refuses builds that nobody runs."""
    codebuild._start_build = _refuse_build
    shape: Callable[[dict[str, Any]], dict[str, Any]] = codebuild._project_shape

    def full_shape(project: dict[str, Any]) -> dict[str, Any]:
        return {**shape(project), **{field: project[field] for field in _KEPT.values() if field in project}}

    codebuild._project_shape = full_shape
    wrap("AWS::CodeBuild::Project", "create", _created)
    wrap("AWS::CodeBuild::Project", "update", _updated)
