"""CodeBuild: MiniStack drops where a project builds and logs, and without Docker lets every build "succeed"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.core.responses import error_response_json
from ministack.services import codebuild
from ministack.services.cloudformation import provisioners

from standin.handlers import keep
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
    keep("AWS::CodeBuild::Project", _keep)
