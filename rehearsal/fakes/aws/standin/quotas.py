"""Service Quotas, which MiniStack lacks: what AWS gives a new account. Nothing here enforces them."""

from __future__ import annotations

from standin.json_services import Answer, JsonError, JsonService, Request

_SERVICE = JsonService("servicequotas", "ServiceQuotasV20190624", lambda _request, _region, _account: "*")

#: Service and code -> value.
#: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html,
#: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html#ec2-on-demand-instances-limits
_VALUES = {
    ("codebuild", "L-5ED1D25B"): 1.0,
    ("ec2", "L-0263D0A3"): 5.0,
    ("ec2", "L-1216C47A"): 5.0,
    ("vpc", "L-F678F1CE"): 5.0,
    ("vpc", "L-FE5A380F"): 5.0,
}


@_SERVICE.operation
def get_service_quota(request: Request) -> Answer:
    """GetServiceQuota."""
    service, code = str(request.get("ServiceCode")), str(request.get("QuotaCode"))
    value = _VALUES.get((service, code))
    if value is None:
        raise JsonError("NoSuchResourceException", f"The specified quota {code} does not exist.")
    return {"Quota": {"ServiceCode": service, "QuotaCode": code, "Value": value, "GlobalQuota": False}}


def install() -> None:
    """Routes the API."""
    _SERVICE.install()
