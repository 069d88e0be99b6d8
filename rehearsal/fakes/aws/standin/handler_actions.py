"""What CloudFormation's schemas leave open about the actions of a handler: which of them a resource needs."""

from __future__ import annotations

#: What is made within a resource that stands, and is none of IAM's itself: that one is asked about, with its tags.
#: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html
PARTS = {"AWS::Backup::BackupSelection"}

#: Types whose schemas list nothing.
UNLISTED = {
    "AWS::CodeBuild::Project": {
        "create": ["codebuild:CreateProject", "iam:PassRole"],
        "update": ["codebuild:UpdateProject", "iam:PassRole"],
        "delete": ["codebuild:DeleteProject"],
    },
}
#: Who takes the roles that a type is given.
PASSED_TO = {
    "AWS::Backup::BackupSelection": "backup.amazonaws.com",
    "AWS::CodeBuild::Project": "codebuild.amazonaws.com",
    "AWS::CodePipeline::Pipeline": "codepipeline.amazonaws.com",
    "AWS::EC2::FlowLog": "vpc-flow-logs.amazonaws.com",
    "AWS::EC2::Instance": "ec2.amazonaws.com",
    "AWS::EKS::Addon": "pods.eks.amazonaws.com",
    "AWS::EKS::Cluster": "eks.amazonaws.com",
    "AWS::EKS::PodIdentityAssociation": "pods.eks.amazonaws.com",
    "AWS::Events::Rule": "events.amazonaws.com",
    "AWS::Lambda::Function": "lambda.amazonaws.com",
}
#: Whose service makes a role of its own when the account has none yet.
LINKED = {
    "AWS::Backup::BackupSelection": "backup.amazonaws.com",
    "AWS::CloudFront::VpcOrigin": "vpcorigin.cloudfront.amazonaws.com",
    "AWS::EFS::FileSystem": "elasticfilesystem.amazonaws.com",
    "AWS::EKS::Cluster": "eks.amazonaws.com",
    "AWS::RDS::DBInstance": "rds.amazonaws.com",
}
#: Listed actions that only a feature needs: action -> the property, anywhere among the properties, that asks for it.
FEATURES = {
    "backup:DeleteBackupVaultAccessPolicy": "AccessPolicy",
    "backup:DeleteBackupVaultNotifications": "Notifications",
    "backup:PutBackupVaultAccessPolicy": "AccessPolicy",
    "backup:PutBackupVaultLockConfiguration": "LockConfiguration",
    "backup:PutBackupVaultNotifications": "Notifications",
    "cloudfront:CreateConnectionGroup": "ConnectionMode",
    "cloudfront:GetConnectionGroup": "ConnectionMode",
    "cloudfront:UpdateDistributionWithStagingConfig": "Staging",
    "codestar-connections:PassConnection": "ConnectionArn",
    "ec2:AttachVpnGateway": "VpnGatewayId",
    "ec2:DetachVpnGateway": "VpnGatewayId",
    "iam:AddUserToGroup": "Groups",
    "iam:AttachRolePolicy": "ManagedPolicyArns",
    "iam:AttachUserPolicy": "ManagedPolicyArns",
    "iam:CreateLoginProfile": "LoginProfile",
    "iam:DetachRolePolicy": "ManagedPolicyArns",
    "iam:GetGroupPolicy": "Groups",
    "iam:GetUserPolicy": "Users",
    "iam:PutGroupPolicy": "Groups",
    "iam:PutUserPolicy": "Users",
    "iam:DeleteGroupPolicy": "Groups",
    "iam:DeleteUserPolicy": "Users",
    "lambda:AssociateRuntimeAlias": "RuntimeManagementConfig",
    "lambda:PassCapacityProvider": "CapacityProviderConfig",
}
#: Actions on no resource in particular: a policy must allow them on `*`.
WITHOUT_RESOURCE = frozenset(
    {
        "eks:CreateCluster",
        "logs:DescribeLogGroups",
        "rds:DescribeEngineDefaultParameters",
        "rds:DescribeEvents",
        "route53:GetChange",
        "route53:ListHostedZones",
        "secretsmanager:GetRandomPassword",
    }
)
#: Other services than the type's own that are asked for what is in the region, without a name.
ALWAYS_ASKED = ("ec2:Describe", "elasticloadbalancing:Describe", "rds:Describe", "logs:CreateLogDelivery")
#: What IAM calls a service whose types are named otherwise.
SERVICE_NAMES = {
    "CertificateManager": "acm",
    "EFS": "elasticfilesystem",
    "ElasticLoadBalancingV2": "elasticloadbalancing",
}
#: Actions on another service's resource that a property asks for: action -> the property, and the resource.
OF_OTHERS = {
    "kms:DescribeKey": ("ManageMasterUserPassword", "arn:aws:kms:{region}:{account}:key/aws-secretsmanager"),
    "secretsmanager:CreateSecret": (
        "ManageMasterUserPassword",
        "arn:aws:secretsmanager:{region}:{account}:secret:rds!db-X",
    ),
    "secretsmanager:TagResource": (
        "ManageMasterUserPassword",
        "arn:aws:secretsmanager:{region}:{account}:secret:rds!db-X",
    ),
}
