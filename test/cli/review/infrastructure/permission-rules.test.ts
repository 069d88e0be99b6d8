import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TemplateResource } from '../../../../cli/review/facts.ts';
import { widens } from '../../../../cli/review/infrastructure/iam/grants.ts';
import { PERMISSION_RULES } from '../../../../cli/review/infrastructure/permission-rules.ts';
import { changed, resourceRuleTests } from '../../../support/review.ts';
import { policy, resource } from './resources.ts';

const read = { Action: 's3:GetObject', Resource: 'a' };
const attached = (...Roles: string[]) => policy(read, { Roles });
const managed = (...ManagedPolicyArns: string[]) => resource('AWS::IAM::Role', { ManagedPolicyArns });
const bounded = (PermissionsBoundary?: string) => resource('AWS::IAM::Role', { Path: '/', PermissionsBoundary });
const entry = (...KubernetesGroups: string[]) =>
  resource('AWS::EKS::AccessEntry', { PrincipalArn: 'it', KubernetesGroups });
const identity = (RoleArn: string, Tags = 'a') => resource('AWS::EKS::PodIdentityAssociation', { RoleArn, Tags });
const callable = (Principal: string) => resource('AWS::Lambda::Permission', { Principal });

resourceRuleTests('what a resource may do', PERMISSION_RULES, {
  permissions: {
    said: [policy(read), policy({ ...read, Action: ['s3:GetObject', 's3:PutObject'] })],
    unsaid: [policy({ ...read, Action: ['s3:GetObject', 's3:PutObject'] }), policy(read)],
  },
  denial: {
    said: [policy({ ...read, Effect: 'Deny' }), policy(read)],
    unsaid: [policy({ ...read, Effect: 'Deny' }), policy({ Effect: 'Deny', Action: 's3:*', Resource: 'a' })],
  },
  managedPolicies: { said: [managed('a'), managed('a', 'b')], unsaid: [managed('a', 'b'), managed('a')] },
  attached: { said: [attached('a'), attached('a', 'b')], unsaid: [attached('a', 'b'), attached('a')] },
  boundary: { said: [bounded('a'), bounded()], unsaid: [bounded(), bounded('a')] },
  clusterAccess: { said: [entry('a'), entry('a', 'b')], unsaid: [entry('a', 'b'), entry('a')] },
  podIdentity: { said: [identity('a'), identity('b')], unsaid: [identity('a'), identity('a', 'b')] },
  invocation: { said: [callable('a'), callable('b')], unsaid: [callable('a'), undefined] },
});

/** Each pair goes from narrow to wide: wider one way, narrower the other way. */
const WIDER: Readonly<Record<string, readonly [narrow: TemplateResource, wide: TemplateResource]>> = {
  'by a wildcard': [policy(read), policy({ ...read, Action: 's3:Get*' })],
  'by every action': [policy({ ...read, Action: 's3:Get*' }), policy({ ...read, Action: '*' })],
  'on every resource': [policy(read), policy({ ...read, Resource: '*' })],
  'on a longer pattern of what the template joins': [
    policy({ ...read, Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['B', 'Arn'] }, '/public/*']] } }),
    policy({ ...read, Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['B', 'Arn'] }, '/*']] } }),
  ],
  'by NotAction in place of an action that it does not name': [
    policy(read),
    policy({ NotAction: 's3:DeleteObject', Resource: 'a' }),
  ],
  'by NotAction that names less': [
    policy({ NotAction: ['iam:*', 's3:Put*'], Resource: '*' }),
    policy({ NotAction: 's3:PutObject', Resource: '*' }),
  ],
  'by NotResource': [policy(read), policy({ Action: 's3:GetObject', NotResource: 'b' })],
  'by a condition that is dropped': [policy({ ...read, Condition: { Bool: { a: 'true' } } }), policy(read)],
  'by another value of a condition': [
    policy({ ...read, Condition: { StringEquals: { a: 'x' } } }),
    policy({ ...read, Condition: { StringEquals: { a: ['x', 'y'] } } }),
  ],
  'by a pattern in place of a text': [
    policy({ ...read, Condition: { StringEquals: { a: 'x/y' } } }),
    policy({ ...read, Condition: { StringLike: { a: 'x/*' } } }),
  ],
  'by a star that was a letter': [
    policy({ ...read, Condition: { StringEquals: { a: '*' } } }),
    policy({ ...read, Condition: { StringLike: { a: '*' } } }),
  ],
  'by a higher limit': [
    policy({ ...read, Condition: { NumericLessThan: { a: '100' } } }),
    policy({ ...read, Condition: { NumericLessThan: { a: '1000' } } }),
  ],
  'until later': [
    policy({ ...read, Condition: { DateLessThan: { a: '2026-12-01T00:00:00Z' } } }),
    policy({ ...read, Condition: { DateLessThan: { a: '2027-12-01T00:00:00Z' } } }),
  ],
  'by a pattern in a condition': [
    policy({ ...read, Condition: { StringLike: { a: 'x/*' } } }),
    policy({ ...read, Condition: { StringLike: { a: '*' } } }),
  ],
  'by a value less in a condition that forbids': [
    policy({ ...read, Condition: { StringNotEquals: { a: ['x', 'y'] } } }),
    policy({ ...read, Condition: { StringNotEquals: { a: 'x' } } }),
  ],
  'from a wider network': [
    policy({ ...read, Condition: { IpAddress: { 'aws:SourceIp': '10.1.0.0/16' } } }),
    policy({ ...read, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
  ],
  'where a key may be missing': [
    policy({ ...read, Condition: { StringEquals: { a: 'x' } } }),
    policy({ ...read, Condition: { StringEqualsIfExists: { a: 'x' } } }),
  ],
  'for another principal': [
    policy({ ...read, Principal: { AWS: 'arn:aws:iam::111122223333:role/a' } }),
    policy({ ...read, Principal: { AWS: ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::444455556666:root'] } }),
  ],
  'for a whole account': [
    policy({ ...read, Principal: { AWS: 'arn:aws:iam::111122223333:role/a' } }),
    policy({ ...read, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
  ],
  'for everybody': [policy({ ...read, Principal: { Service: 'a' } }), policy({ ...read, Principal: '*' })],
};

const star = { Effect: 'Allow', Action: '*', Resource: '*' };
const statements = (...Statement: unknown[]) => resource('AWS::IAM::Policy', { PolicyDocument: { Statement } });
const own = { Effect: 'Allow', ...read };

describe('permissions are wider where the template leaves open', () => {
  for (const [what, wide] of [
    ['whether a statement is there', statements(own, { 'Fn::If': ['It', star, { Ref: 'AWS::NoValue' }] })],
    ['what a statement does', statements(own, { ...star, Effect: { 'Fn::If': ['It', 'Allow', 'Deny'] } })],
    [
      'which statements there are',
      resource('AWS::IAM::Policy', { PolicyDocument: { 'Fn::If': ['It', { Statement: [own, star] }, {}] } }),
    ],
    [
      'a resource in a policy that is joined as JSON',
      joined('{"Statement":[{"Effect":"Allow","Action":"*","Resource":"', { Ref: 'It' }, '"}]}'),
    ],
    [
      'a resource in a policy that is substituted',
      resource('AWS::IAM::Policy', { PolicyDocument: { 'Fn::Sub': JSON.stringify({ Statement: [own, star] }) } }),
    ],
  ] as const) {
    test(what, () => assert.ok(widens(statements(own), wide)));
    test(`but not when it is there before: ${what}`, () => assert.ok(!widens(wide, wide)));
  }
});

function joined(...parts: unknown[]): TemplateResource {
  return resource('AWS::IAM::Policy', { PolicyDocument: { 'Fn::Join': ['', parts] } });
}

test('a denial goes with its policy', () => {
  const denying = policy({ ...read, Effect: 'Deny' });
  const words = (before: TemplateResource) =>
    changed(before, undefined).map((change) => PERMISSION_RULES.denial?.(change));
  assert.deepEqual(words(denying), ['denies less than it did']);
  assert.deepEqual(words(policy(read)), [undefined]);
});

describe('permissions are wider', () => {
  for (const [what, [narrow, wide]] of Object.entries(WIDER)) {
    test(what, () => assert.ok(widens(narrow, wide)));
    test(`but not the other way: ${what}`, () => assert.ok(!widens(wide, narrow)));
  }

  test('in a policy that is new', () => assert.ok(widens(undefined, policy(read))));

  test('in a policy that is written as JSON', () => {
    const text = (Action: string) => ({
      Type: 'Custom::It',
      Properties: { Policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }) },
    });
    assert.ok(widens(text('s3:Get*'), text('s3:*')));
    assert.ok(!widens(text('s3:*'), text('s3:Get*')));
  });

  test('but not when statements change their order or their id, or an action its case', () => {
    const [one, two] = ['a:A', 'b:B'].map((Action) => ({ Effect: 'Allow', Action, Resource: '*' }));
    const both = (...Statement: unknown[]) => resource('AWS::IAM::Policy', { PolicyDocument: { Statement } });
    assert.ok(!widens(both(one, two), both({ ...two, Sid: 'Two', Action: 'B:b' }, one)));
  });
});

test('a policy that the template takes from elsewhere may allow anything', () => {
  for (const open of [{ Ref: 'Document' }, { 'Fn::Transform': { Name: 'AWS::Include' } }])
    assert.ok(widens(policy(read), resource('AWS::IAM::Policy', { PolicyDocument: open })), JSON.stringify(open));
});
