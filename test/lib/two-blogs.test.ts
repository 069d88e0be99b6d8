import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixedNames } from '../../cli/doctor/fixed-names.ts';
import type { ConfigInput } from '../../lib/config/config.ts';
import { templates } from '../support/fixtures.ts';

/** Types that live in the account, whatever the region of their stack. */
const GLOBAL = /^AWS::(?:IAM|CloudFront|S3|Route53)::/;

/** Every name that the stacks of a blog fix. */
function names(overrides: Partial<ConfigInput>): string[] {
  return Object.values(templates(overrides))
    .flatMap((template) => fixedNames(template.toJSON() as Parameters<typeof fixedNames>[0]))
    .map(({ type, property, name }) => `${type} ${property} ${name}`);
}

const HELP = 'Make the name of the stack a part of these, or leave the name to CloudFormation.';

test('two blogs in one account and region share no physical name, so that the second deploys as well', () => {
  const [one, other] = [names({ name: 'one' }), names({ name: 'other' })];
  for (const expected of ['AWS::EKS::Cluster Name one', 'AWS::CloudFront::CachePolicy Name one-']) {
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
  const bucket = (BucketName: unknown) =>
    fixedNames({ Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName } } } });
  assert.equal(bucket({ 'Fn::Join': ['-', ['blog', { Ref: 'AWS::Region' }]] }).length, 1);
  assert.equal(bucket({ Ref: 'Other' }).length, 0);
});
