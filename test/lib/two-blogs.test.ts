import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { ConfigInput } from '../../lib/config/config.ts';
import { type TemplateResource, templates } from '../support/fixtures.ts';

/** Names that may repeat: each lies within something that has a name of its own. */
const WITHIN: Readonly<Record<string, string>> = {
  DBName: 'a schema of its instance',
  MasterUsername: 'a user of its instance',
  PolicyName: 'an inline policy of its role',
  ServiceName: "AWS's name of a service",
};

/** Types that live in the account, whatever the region of their stack. */
const GLOBAL = /^AWS::(?:IAM|CloudFront|S3|Route53)::/;

const spec = loadAwsServiceSpecSync();

/** The properties that tell two resources of a type apart, as CloudFormation's schemas say: all of them together. */
function identifiers(type: string): readonly string[] {
  return spec.lookup('resource', 'cloudFormationType', 'equals', type)[0]?.primaryIdentifier ?? [];
}

/** True when a value is the same wherever the template is deployed in an account: it refers to no resource. */
function isFixed(value: unknown): boolean {
  let fixed = value !== undefined;
  JSON.stringify(value, (key, inner) => {
    const refersToResource =
      key === 'Fn::GetAtt' || key === 'Fn::ImportValue' || (key === 'Ref' && !String(inner).startsWith('AWS::'));
    if (refersToResource) fixed = false;
    return inner;
  });
  return fixed;
}

/** What identifies a resource, when the template fixes all of it; else its fixed names, also within `...Config`. */
function namesOf({ Type, Properties = {} }: TemplateResource): string[] {
  const keys = identifiers(Type);
  const identity = keys.map((key) => Properties[key]);
  const wholly = keys.length > 0 && identity.every(isFixed) ? [`${Type} ${JSON.stringify(identity)}`] : [];
  const configs = Object.entries<object>(Properties).filter(([key]) => key.endsWith('Config'));
  const named = [Properties, ...configs.map(([, config]) => config)]
    .flatMap((one) => Object.entries(one))
    .filter(([key]) => /(^|[a-z])(Name|Username)$/.test(key) && !keys.includes(key) && !(key in WITHIN))
    .filter(([, value]) => isFixed(value) && !JSON.stringify(value).includes('Fn::GetStackOutput'));
  return [...wholly, ...named.map(([key, value]) => `${Type} ${key} ${JSON.stringify(value)}`)];
}

/** Every name that the stacks of a blog fix. */
function names(overrides: Partial<ConfigInput>): string[] {
  return Object.values(templates(overrides))
    .flatMap((template) => Object.values(template.toJSON().Resources as Record<string, TemplateResource>))
    .filter(({ Type }) => !Type.startsWith('Custom::'))
    .flatMap(namesOf);
}

const HELP = 'Make the name of the stack a part of these, or leave the name to CloudFormation.';

test('two blogs in one account and region share no physical name, so that the second deploys as well', () => {
  const [one, other] = [names({ name: 'one' }), names({ name: 'other' })];
  for (const expected of ['AWS::EKS::Cluster ["one"]', 'AWS::CloudFront::CachePolicy Name "one-']) {
    assert.ok(
      one.some((name) => name.startsWith(expected)),
      `the test sees ${one.join(', ')} only`,
    );
  }
  const shared = one.filter((name) => other.includes(name));
  assert.deepEqual(shared, [], HELP);
});

test('two blogs of one name in two regions share no name of what lives in no region', () => {
  const [here, there] = [names({ name: 'one' }), names({ name: 'one', region: 'eu-central-1' })];
  const shared = here.filter((name) => GLOBAL.test(name) && there.includes(name));
  assert.deepEqual(shared, [], `Make the region a part of these. ${HELP}`);
});

test('a name that a condition or a function without resources makes counts as fixed', () => {
  const bucket = (BucketName: unknown) => namesOf({ Type: 'AWS::S3::Bucket', Properties: { BucketName } });
  assert.equal(bucket({ 'Fn::Join': ['-', ['blog', { Ref: 'AWS::Region' }]] }).length, 1);
  assert.equal(bucket({ Ref: 'Other' }).length, 0);
});
