"""What a client may say when it starts an execution: the commit, and values of the pipeline's variables.

https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StartPipelineExecution.html
The words of the refusals are the stand-in's own: AWS documents only the error's type.
"""

from __future__ import annotations

from typing import Any

from standin.json_services import JsonError, Request


def asked_commit(structure: dict[str, Any], request: Request) -> str | None:
    """The commit that the source action is to take; None for the branch's head."""
    revisions = request.get("sourceRevisions", [])
    if not revisions:
        return None
    sources = [action["name"] for action in structure["stages"][0]["actions"]]
    for revision in revisions:
        if revision["actionName"] not in sources:
            raise _invalid(f"'{revision['actionName']}' is no source action; the pipeline has {', '.join(sources)}")
        if revision["revisionType"] != "COMMIT_ID":
            raise _invalid(f"a source on GitHub is started with a COMMIT_ID, not with a {revision['revisionType']}")
    return str(revisions[0]["revisionValue"])


def resolved_variables(structure: dict[str, Any], request: Request) -> list[dict[str, str]]:
    """The value of each variable of the pipeline: the given one, else its default."""
    declared = {one["name"]: one.get("defaultValue") for one in structure.get("variables", [])}
    given = {one["name"]: one["value"] for one in request.get("variables", [])}
    for name in given:
        if name not in declared:
            raise _invalid(f"the pipeline declares no variable '{name}'")
    values = {**declared, **given}
    for name, value in values.items():
        if value is None:
            raise _invalid(f"the variable '{name}' has no default, so an execution must be started with its value")
    return [{"name": name, "resolvedValue": str(value)} for name, value in values.items()]


def _invalid(message: str) -> JsonError:
    return JsonError("ValidationException", message)
