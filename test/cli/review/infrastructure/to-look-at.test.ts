import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TemplateResource } from '../../../../cli/review/facts.ts';
import { LOOK_RULES, toLookAt } from '../../../../cli/review/infrastructure/to-look-at.ts';
import { changed } from '../../../support/review.ts';

type Form = TemplateResource | undefined;

const resource = (Type: string, Properties: Record<string, unknown>): TemplateResource => ({ Type, Properties });
const policy = (statement: Record<string, unknown>) =>
  resource('AWS::IAM::Policy', {
    PolicyName: 'it',
    PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] },
  });
const role = (principal: string) =>
  resource('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: principal } }],
    },
  });
const group = (...rules: Record<string, unknown>[]) =>
  resource('AWS::EC2::SecurityGroup', { GroupDescription: 'it', SecurityGroupIngress: rules });
const database = (Properties: Record<string, unknown>) => resource('AWS::RDS::DBInstance', Properties);
const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };

const bucket = (PublicAccessBlockConfiguration: Record<string, boolean>) =>
  resource('AWS::S3::Bucket', { PublicAccessBlockConfiguration });
const api = (PublicAccessCidrs: string[] | undefined, EndpointPublicAccess = true) =>
  resource('AWS::EKS::Cluster', { ResourcesVpcConfig: { EndpointPublicAccess, PublicAccessCidrs } });

const networks = 'lets more networks reach the Kubernetes API';
const permissions = 'allows actions, resources or principals that it did not allow, or drops a condition';
const door = 'lets traffic in that it did not let in';

/** For each rule a change that it must say, in these words, and its nearest neighbour that it must not. */
const CASES: Readonly<Record<string, { said: [Form, Form]; words: string; unsaid: [Form, Form] }>> = {
  replaced: {
    said: [resource('AWS::EKS::Cluster', { Name: 'a' }), resource('AWS::EKS::Cluster', { Name: 'b' })],
    words: 'is replaced',
    unsaid: [resource('AWS::EKS::Cluster', { Version: '1.35' }), resource('AWS::EKS::Cluster', { Version: '1.36' })],
  },
  possiblyReplaced: {
    said: [database({ BackupRetentionPeriod: 7 }), database({ BackupRetentionPeriod: 14 })],
    words: 'is possibly replaced: CloudFormation decides by the value',
    unsaid: [database({ DBInstanceClass: 'a' }), database({ DBInstanceClass: 'b' })],
  },
  permissions: {
    said: [
      policy({ Action: ['s3:GetObject'], Resource: 'a' }),
      policy({ Action: ['s3:GetObject', 's3:*'], Resource: 'a' }),
    ],
    words: permissions,
    unsaid: [
      policy({ Action: ['s3:GetObject', 's3:*'], Resource: 'a' }),
      policy({ Action: 's3:GetObject', Resource: 'a' }),
    ],
  },
  denial: {
    said: [
      policy({ Effect: 'Deny', Action: 's3:*', Resource: 'a' }),
      policy({ Action: 's3:GetObject', Resource: 'a' }),
    ],
    words: 'denies less than it did',
    unsaid: [
      policy({ Effect: 'Deny', Action: 's3:GetObject', Resource: 'a' }),
      policy({ Effect: 'Deny', Action: 's3:*', Resource: 'a' }),
    ],
  },
  door: {
    said: [group({ ...https, SourcePrefixListId: 'pl-1' }), group({ ...https, SourcePrefixListId: 'pl-2' })],
    words: door,
    unsaid: [
      group({ ...https, CidrIp: '10.0.0.0/8' }, { ...https, CidrIp: '0.0.0.0/0' }),
      group({ ...https, CidrIp: '10.0.0.0/8' }),
    ],
  },
  publicDatabase: {
    said: [database({ PubliclyAccessible: false }), database({ PubliclyAccessible: true })],
    words: 'can be reached from the internet',
    unsaid: [database({ PubliclyAccessible: true }), database({ PubliclyAccessible: false })],
  },
  publicBucket: {
    said: [bucket({ BlockPublicAcls: true, BlockPublicPolicy: true }), bucket({ BlockPublicAcls: true })],
    words: 'may be opened to the public: what keeps that off is gone',
    unsaid: [bucket({ BlockPublicAcls: true }), bucket({ BlockPublicAcls: true, BlockPublicPolicy: true })],
  },
  clusterNetworks: {
    said: [api(['203.0.113.7/32']), api(['203.0.113.7/32', '198.51.100.0/24'])],
    words: networks,
    unsaid: [api(['203.0.113.7/32', '198.51.100.0/24']), api(['203.0.113.7/32'])],
  },
  unencrypted: {
    said: [resource('AWS::EC2::Volume', { Encrypted: true }), resource('AWS::EC2::Volume', {})],
    words: 'is not encrypted any more',
    unsaid: [resource('AWS::EC2::Volume', {}), resource('AWS::EC2::Volume', { Encrypted: true })],
  },
};

const words = (forms: [Form, Form]) => toLookAt(changed(...forms)).map(({ what }) => what);

describe('what deserves a closer look in the infrastructure', () => {
  for (const [rule, { said, words: expected, unsaid }] of Object.entries(CASES)) {
    test(`${rule}: is said`, () => assert.ok(words(said).includes(expected), words(said).join()));
    test(`${rule}: is not said of its neighbour`, () => assert.ok(!words(unsaid).includes(expected)));
  }

  test('has a case for each rule', () => {
    assert.deepEqual(Object.keys(CASES), Object.keys(LOOK_RULES));
  });
});

describe('permissions are wider', () => {
  const base = policy({
    Action: 's3:GetObject',
    Resource: 'a',
    Condition: { Bool: { 'aws:SecureTransport': 'true' } },
  });
  for (const [what, before, after] of [
    ['when a condition is dropped', base, policy({ Action: 's3:GetObject', Resource: 'a' })],
    [
      'on another resource',
      policy({ Action: 's3:GetObject', Resource: 'a' }),
      policy({ Action: 's3:GetObject', Resource: '*' }),
    ],
    ['by NotAction', base, policy({ NotAction: 's3:DeleteObject', Resource: 'a' })],
    ['for another principal of a trust policy', role('ec2.amazonaws.com'), role('lambda.amazonaws.com')],
    [
      'by a managed policy',
      resource('AWS::IAM::Role', {}),
      resource('AWS::IAM::Role', { ManagedPolicyArns: ['arn:it'] }),
    ],
    ['in a policy that is new', undefined, policy({ Action: 's3:GetObject', Resource: 'a' })],
  ] as const) {
    test(what, () => assert.ok(words([before, after]).includes(permissions)));
  }

  for (const [what, before, after] of [
    ['one action replaces a wildcard', 's3:*', 's3:GetObject'],
    ['part of a wildcard replaces it', '*', 's3:Get*'],
  ] as const) {
    test(`but not when ${what}`, () => {
      const [wide, narrow] = [before, after].map((Action) => policy({ Action, Resource: 'a' }));
      assert.ok(!words([wide, narrow]).includes(permissions));
      assert.ok(words([narrow, wide]).includes(permissions));
    });
  }

  test('but not when statements change their order or their id', () => {
    const [one, two] = [
      { Effect: 'Allow', Action: 'a:A', Resource: '*' },
      { Effect: 'Allow', Action: 'b:B', Resource: '*' },
    ];
    const both = (...Statement: object[]) => resource('AWS::IAM::Policy', { PolicyDocument: { Statement } });
    assert.ok(!words([both(one, two), both({ ...two, Sid: 'Two' }, one)]).includes(permissions));
  });
});

describe('the Kubernetes API', () => {
  const ofBoth = (before: Form, after: Form) => words([before, after]).includes(networks);
  test('is reached by more when it becomes public', () => assert.ok(ofBoth(api([], false), api(['203.0.113.7/32']))));
  test('is reached by everybody when the list goes', () => assert.ok(ofBoth(api(['203.0.113.7/32']), api(undefined))));
  test('is reached by no more when it becomes private', () =>
    assert.ok(!ofBoth(api(undefined), api(undefined, false))));
});

describe('encryption is off', () => {
  const said = (before: Form, after: Form) => words([before, after]).includes('is not encrypted any more');
  for (const [type, name] of [
    ['AWS::S3::Bucket', 'BucketEncryption'],
    ['AWS::EKS::Cluster', 'EncryptionConfig'],
    ['AWS::SNS::Topic', 'KmsMasterKeyId'],
  ] as const) {
    test(`when ${type} loses its ${name}, and not when it gets one`, () => {
      const [plain, encrypted] = [resource(type, { Other: 1 }), resource(type, { [name]: 'it' })];
      assert.ok(said(encrypted, plain));
      assert.ok(!said(plain, encrypted));
    });
  }
});

describe('a door is open', () => {
  const rule = (CidrIp: string) => resource('AWS::EC2::SecurityGroupIngress', { ...https, CidrIp });

  test('by a rule that is a resource of its own', () => {
    assert.ok(words([undefined, rule('0.0.0.0/0')]).includes(door));
  });

  test('but not by a rule that is described in other words', () => {
    const described = (Description: string) => group({ ...https, CidrIp: '10.0.0.0/8', Description });
    assert.ok(!words([described('from the VPC'), described('from inside')]).includes(door));
  });
});
