"""What AWS offers, which MiniStack does not know: Kubernetes versions, add-ons, and what RDS has where."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from ministack import app
from ministack.core.responses import get_region
from ministack.services import rds

Response = tuple[int, dict[str, str], bytes]
Handler = Callable[[str, str, dict[str, str], bytes, dict[str, Any]], Awaitable[Response]]

#: Kubernetes version -> end of its standard support, in seconds since 1970; the end is a date of the stand-in's own.
_KUBERNETES = {"1.34": 1796083200, "1.35": 1806624000, "1.36": 1817164800}
_ADDONS = ("aws-efs-csi-driver",)
#: Engine -> its major versions, in the newest minor version, as the app may ask for them.
_ENGINES = {"mysql": ("8.0.42", "8.4.7")}
#: Engine -> its major versions, and the end of their standard support; the date is of the stand-in's own.
_SUPPORT = {("mysql", "8.4"): "2032-07-31T00:00:00Z"}
_CLASSES = ("db.t4g.micro", "db.t4g.small", "db.t4g.medium", "db.t4g.large", "db.m8g.large")


def cluster_versions(asked: list[str]) -> dict[str, Any]:
    """DescribeClusterVersions."""
    found = [
        {"clusterVersion": version, "versionStatus": "STANDARD_SUPPORT", "endOfStandardSupportDate": end}
        for version, end in _KUBERNETES.items()
        if not asked or version in asked
    ]
    return {"clusterVersions": found}


def addon_versions(addon: str, kubernetes: str) -> dict[str, Any]:
    """DescribeAddonVersions: one version for each Kubernetes version."""
    if addon not in _ADDONS or kubernetes not in _KUBERNETES:
        return {"addons": []}
    version = {"addonVersion": "v3.0.0-eksbuild.1", "compatibilities": [{"clusterVersion": kubernetes}]}
    return {"addons": [{"addonName": addon, "addonVersions": [version]}]}


def _with_versions(inner: Handler) -> Handler:
    async def handle(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> Response:
        match method, path:
            case "GET", "/cluster-versions":
                return _reply(cluster_versions(_all(query, "clusterVersions")))
            case "GET", "/addons/supported-versions":
                return _reply(addon_versions(_one(query, "addonName"), _one(query, "kubernetesVersion")))
        return await inner(method, path, headers, body, query)

    return handle


def _all(query: dict[str, Any], name: str) -> list[str]:
    value = query.get(name, [])
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _one(query: dict[str, Any], name: str) -> str:
    return next(iter(_all(query, name)), "")


def _reply(answer: dict[str, Any]) -> Response:
    return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()


def _orderable(parameters: dict[str, Any]) -> Any:
    """DescribeOrderableDBInstanceOptions: every class in every zone of the region, on gp3."""
    engine, wanted = rds._p(parameters, "Engine"), rds._p(parameters, "DBInstanceClass")
    zones = "".join(f"<AvailabilityZone><Name>{get_region()}{letter}</Name></AvailabilityZone>" for letter in "abc")
    options = "".join(
        f"<OrderableDBInstanceOption><Engine>{engine}</Engine><EngineVersion>{version}</EngineVersion>"
        f"<DBInstanceClass>{name}</DBInstanceClass><StorageType>gp3</StorageType><Vpc>true</Vpc>"
        f"<AvailabilityZones>{zones}</AvailabilityZones></OrderableDBInstanceOption>"
        for version in _ENGINES.get(engine, ())
        for name in _CLASSES
        if wanted in ("", name)
    )
    listed = f"<OrderableDBInstanceOptions>{options}</OrderableDBInstanceOptions>"
    result = f"<DescribeOrderableDBInstanceOptionsResult>{listed}</DescribeOrderableDBInstanceOptionsResult>"
    return rds._xml(200, "DescribeOrderableDBInstanceOptionsResponse", result)


def _major_versions(parameters: dict[str, Any]) -> Any:
    """DescribeDBMajorEngineVersions: the one that is asked for, and until when it has standard support."""
    engine, major = rds._p(parameters, "Engine"), rds._p(parameters, "MajorEngineVersion")
    end = _SUPPORT.get((engine, major))
    lifecycle = (
        "<SupportedEngineLifecycle><LifecycleSupportName>open-source-rds-standard-support</LifecycleSupportName>"
        f"<LifecycleSupportEndDate>{end}</LifecycleSupportEndDate></SupportedEngineLifecycle>"
    )
    version = (
        f"<DBMajorEngineVersion><Engine>{engine}</Engine><MajorEngineVersion>{major}</MajorEngineVersion>"
        f"<SupportedEngineLifecycles>{lifecycle}</SupportedEngineLifecycles></DBMajorEngineVersion>"
    )
    listed = f"<DBMajorEngineVersions>{version if end else ''}</DBMajorEngineVersions>"
    result = f"<DescribeDBMajorEngineVersionsResult>{listed}</DescribeDBMajorEngineVersionsResult>"
    return rds._xml(200, "DescribeDBMajorEngineVersionsResponse", result)


def install() -> None:
    """Answers for EKS and RDS in MiniStack's place."""
    app.SERVICE_HANDLERS["eks"] = _with_versions(app.SERVICE_HANDLERS["eks"])
    rds._ACTION_MAP["DescribeOrderableDBInstanceOptions"] = _orderable
    rds._ACTION_MAP["DescribeDBMajorEngineVersions"] = _major_versions
