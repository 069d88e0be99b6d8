"""The ARN of a resource that a stack makes, as far as policies tell resources apart by it."""

from __future__ import annotations

from typing import Any

from standin.recorder import Place
from standin.schemas import Properties

#: The name of what a template gives none: CloudFormation puts the stack in front of it, with some exceptions.
_WITH_STACK = "{stack}-{id}-X"
_WITHOUT_STACK = "{id}-X"

#: Type -> what follows `arn:aws:SERVICE:REGION:ACCOUNT:`, the property that names it, and its name without that.
_BY_NAME: dict[str, tuple[str, str, str, str]] = {
    "AWS::Backup::BackupPlan": ("backup", "backup-plan:", "BackupPlanId", _WITHOUT_STACK),
    "AWS::Backup::BackupSelection": ("backup", "backup-plan:", "BackupPlanId", _WITHOUT_STACK),
    "AWS::Backup::BackupVault": ("backup", "backup-vault:", "BackupVaultName", _WITH_STACK),
    "AWS::CloudWatch::Alarm": ("cloudwatch", "alarm:", "AlarmName", _WITH_STACK),
    "AWS::CodeBuild::Project": ("codebuild", "project/", "Name", _WITHOUT_STACK),
    "AWS::CodePipeline::Pipeline": ("codepipeline", "", "Name", _WITH_STACK),
    "AWS::EKS::AccessEntry": ("eks", "cluster/", "ClusterName", _WITHOUT_STACK),
    "AWS::EKS::Addon": ("eks", "cluster/", "ClusterName", _WITHOUT_STACK),
    "AWS::EKS::Cluster": ("eks", "cluster/", "Name", _WITHOUT_STACK),
    "AWS::EKS::PodIdentityAssociation": ("eks", "cluster/", "ClusterName", _WITHOUT_STACK),
    "AWS::Events::Rule": ("events", "rule/", "Name", _WITH_STACK),
    "AWS::Lambda::Function": ("lambda", "function:", "FunctionName", _WITH_STACK),
    "AWS::Lambda::LayerVersion": ("lambda", "layer:", "LayerName", _WITHOUT_STACK),
    "AWS::Logs::LogGroup": ("logs", "log-group:", "LogGroupName", _WITH_STACK),
    "AWS::Logs::LogStream": ("logs", "log-group:", "LogGroupName", _WITHOUT_STACK),
    "AWS::Logs::MetricFilter": ("logs", "log-group:", "LogGroupName", _WITHOUT_STACK),
    "AWS::RDS::DBInstance": ("rds", "db:", "DBInstanceIdentifier", _WITH_STACK),
    "AWS::RDS::DBParameterGroup": ("rds", "pg:", "DBParameterGroupName", _WITH_STACK),
    "AWS::RDS::DBSubnetGroup": ("rds", "subgrp:", "DBSubnetGroupName", _WITH_STACK),
    "AWS::SNS::Topic": ("sns", "", "TopicName", _WITH_STACK),
    "AWS::SSM::Parameter": ("ssm", "parameter/", "Name", "CFN-{id}-X"),
    "AWS::SecretsManager::Secret": ("secretsmanager", "secret:", "Name", _WITHOUT_STACK),
}
#: IAM knows no regions.
_IAM = {
    "Role": "role/",
    "User": "user/",
    "Group": "group/",
    "ManagedPolicy": "policy/",
    "InstanceProfile": "instance-profile/",
}
#: What a type's actions work on that has an ARN among its properties.
_BY_ARN = {
    "AWS::SNS::Subscription": "TopicArn",
    "AWS::SNS::TopicPolicy": "Topics",
    "AWS::SecretsManager::SecretTargetAttachment": "SecretId",
}


def arns_of(resource_type: str, properties: Properties, place: Place) -> list[str]:
    """What the type's own actions are asked for. `*` for a type that no policy here tells apart."""
    if resource_type in _BY_ARN:
        return _texts(properties.get(_BY_ARN[resource_type]))
    if resource_type.startswith("AWS::IAM::"):
        return _iam_arns(resource_type.rpartition("::")[2], properties, place)
    if resource_type == "AWS::S3::Bucket":
        return [f"arn:aws:s3:::{properties.get('BucketName', _named(_WITH_STACK, place).lower())}"]
    if resource_type == "AWS::CertificateManager::Certificate":
        return [f"arn:aws:acm:{place.region}:{place.account}:certificate/X"]
    if resource_type == "AWS::Route53::RecordSet":
        return [f"arn:aws:route53:::hostedzone/{properties['HostedZoneId']}"]
    if resource_type == "AWS::CloudWatch::Dashboard":
        return [f"arn:aws:cloudwatch::{place.account}:dashboard/{properties.get('DashboardName')}"]
    if resource_type == "AWS::Budgets::Budget":
        return [f"arn:aws:budgets::{place.account}:budget/{properties['Budget']['BudgetName']}"]
    if resource_type == "AWS::S3::BucketPolicy":
        return [f"arn:aws:s3:::{properties['Bucket']}"]
    if resource_type not in _BY_NAME:
        return ["*"]
    service, prefix, key, generated = _BY_NAME[resource_type]
    name = str(properties.get(key) or _named(generated, place))
    return [f"arn:aws:{service}:{place.region}:{place.account}:{prefix}{name.lower() if service == 'rds' else name}"]


def role_arns(properties: Properties) -> list[str]:
    """The roles that properties hand to a service, in any depth: `Role`, `ServiceRole`, `RoleArn`."""
    found: list[str] = []

    def walk(node: Any, key: str) -> None:
        if isinstance(node, dict):
            for name, value in node.items():
                walk(value, name)
        elif isinstance(node, list):
            for value in node:
                walk(value, key)
        elif isinstance(node, str) and ":role/" in node and (key.endswith(("Role", "RoleArn", "PermissionArn"))):
            found.append(node)

    walk(properties, "")
    return sorted(set(found))


def _iam_arns(kind: str, properties: Properties, place: Place) -> list[str]:
    base = f"arn:aws:iam::{place.account}:"
    if kind == "Policy":
        owners = {"Roles": "role/", "Users": "user/", "Groups": "group/"}
        return [f"{base}{prefix}{name}" for key, prefix in owners.items() for name in _texts(properties.get(key))]
    name = properties.get(f"{kind}Name") or _named(_WITH_STACK, place)
    return [f"{base}{_IAM[kind]}{name}"] if kind in _IAM else ["*"]


def _named(form: str, place: Place) -> str:
    return form.format(stack=place.stack, id=place.logical_id)


def _texts(value: Any) -> list[str]:
    return [str(one) for one in (value if isinstance(value, list) else [value]) if one]
