import { addResource, type Edit, removeResource, resource, write } from '../edits.ts';

/** Changes one of the pipeline's statements. */
const statement = (index: number, change: Record<string, unknown>): Edit =>
  resource('Pipeline/Policy', (own) => Object.assign(own.PolicyDocument.Statement[index], change));

const everythingBut = (...NotAction: string[]): Edit =>
  resource('Pipeline/Everything', (own) => Object.assign(own.PolicyDocument.Statement[0], { NotAction }));

const ingress = (...rules: object[]): Edit =>
  resource('Network/Group', (own) => Object.assign(own, { SecurityGroupIngress: rules }));

const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' };

/** Branches that open something, and their neighbours that close it. */
export const SECURITY: Readonly<Record<string, readonly Edit[]>> = {
  'iam-widened': [statement(0, { Action: 's3:*' })],
  'iam-narrowed': [statement(0, { Action: 's3:GetObject', Resource: 'arn:aws:s3:::it/public/*' })],
  'iam-condition-dropped': [statement(1, { Condition: undefined })],
  'iam-condition-added': [statement(1, { Condition: { Bool: { mfa: 'true' }, StringEquals: { account: '1' } } })],
  'iam-not-action-names-less': [everythingBut('organizations:*')],
  'iam-not-action-names-more': [everythingBut('iam:*', 'organizations:*', 'kms:*')],
  'iam-denial-dropped': [statement(2, { Action: 's3:DeleteBucket' })],
  'iam-statements-in-another-order': [
    resource('Pipeline/Policy', (own) => {
      own.PolicyDocument.Statement.reverse();
    }),
  ],
  'iam-trust-and-attachments': [
    resource('Pipeline/Role', (own) => {
      own.AssumeRolePolicyDocument.Statement[0].Principal = { AWS: '*' };
      own.ManagedPolicyArns.push('arn:aws:iam::aws:policy/AdministratorAccess');
      delete own.PermissionsBoundary;
    }),
    resource('Pipeline/Policy', (own) => own.Roles.push('people')),
    resource('Pipeline/Permission', (own) => Object.assign(own, { Principal: '*' })),
  ],
  'cluster-access': [
    resource('Cluster/Entry', (own) => own.KubernetesGroups.push('system:masters')),
    resource('Cluster/Identity', (own) => Object.assign(own, { RoleArn: 'arn:administrator' })),
    resource('Cluster/Cluster', (own) => {
      delete own.ResourcesVpcConfig.PublicAccessCidrs;
    }),
  ],
  'group-opened-by-prefix-list': [ingress({ ...https, SourcePrefixListId: 'pl-2' }, ssh)],
  'group-opened-to-the-internet': [ingress({ ...https, CidrIp: '0.0.0.0/0' }, ssh)],
  'group-narrowed': [ingress({ ...ssh, CidrIp: '10.1.0.0/16' })],
  'group-lets-everything-out': [
    resource('Network/Group', (own) => {
      own.SecurityGroupEgress = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }];
    }),
  ],
  'public-on-all-sides': [
    resource('Database/Database', (own) => Object.assign(own, { PubliclyAccessible: true })),
    resource('Network/Balancer', (own) => Object.assign(own, { Scheme: 'internet-facing' })),
    resource('Network/Subnet', (own) => Object.assign(own, { MapPublicIpOnLaunch: true })),
    resource('Ghost/Bucket', (own) => {
      delete own.PublicAccessBlockConfiguration;
    }),
  ],
  'encryption-lowered': [
    resource('Ghost/Bucket', (own) => {
      delete own.BucketEncryption;
    }),
    resource('Database/Key', (own) => Object.assign(own, { EnableKeyRotation: false })),
    resource('Database/Parameters', (own) => Object.assign(own.Parameters, { require_secure_transport: '0' })),
    resource('Ghost/Cdn', (own) => {
      own.DistributionConfig.ViewerCertificate.MinimumProtocolVersion = 'TLSv1.1_2016';
    }),
  ],
  'logs-lowered': [
    resource('Database/Database', (own) => Object.assign(own, { EnableCloudwatchLogsExports: ['error'] })),
    resource('Ghost/Log', (own) => Object.assign(own, { RetentionInDays: 1 })),
    removeResource('Network/FlowLog'),
  ],
  'rules-excused': [
    write({
      'lib/acknowledged.json': JSON.stringify({ 'AwsSolutions-RDS3': 'another reason', 'AwsSolutions-EC23': 'x' }),
    }),
  ],
  'rules-broken': [
    (files) => {
      const code = files['lib/app.ts'] ?? '';
      const bucket = "new CfnBucket(app.node.findChild('Database'), 'Logless');";
      files['lib/app.ts'] = `import { CfnBucket } from 'aws-cdk-lib/aws-s3';${code.replace(/\}\s*$/, `${bucket} }`)}`;
    },
  ],
  'rules-of-the-cdk-broken': [
    resource('Ghost/Log', (own) => Object.assign(own, { RetentionInDays: 91 })),
    resource('Network/Subnet', (own) => Object.assign(own, { MapPublicIpOnLaunch: 'sometimes' })),
  ],
  'rules-of-the-cdk-broken-before': [
    resource('Network/Subnet', (own) => Object.assign(own, { Tags: [{ Key: 'a', Value: 'b' }] })),
    resource('Ghost/Log', (own) => Object.assign(own, { RetentionInDays: 180 })),
  ],
  'stack-added': [addResource('Archive/Topic', 'AWS::SNS::Topic', { DisplayName: 'it' })],
  'code-of-a-function': [
    resource('Pipeline/Handler', (own) => Object.assign(own, { Code: { S3Key: `${'1'.repeat(64)}.zip` } })),
  ],
  'fingerprint-alone': [
    resource('Ghost/Settings', (own) =>
      Object.assign(own, { Manifest: own.Manifest.replace(/\w{12}$/, 'ba9876543210') }),
    ),
  ],
};
