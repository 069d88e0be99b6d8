import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TemplateResource } from '../../../../cli/review/facts.ts';
import { UNJUDGED_RULES } from '../../../../cli/review/infrastructure/unjudged-rules.ts';
import { changed, resourceRuleTests } from '../../../support/review.ts';
import { database, policy, resource } from './resources.ts';

const cdn = (more: object) =>
  resource('AWS::CloudFront::Distribution', { DistributionConfig: { Enabled: true, ...more } });
const geo = (RestrictionType: string) => cdn({ Restrictions: { GeoRestriction: { RestrictionType } } });

resourceRuleTests('what no other rule knows', UNJUDGED_RULES, {
  gone: { said: [cdn({}), undefined], unsaid: [policy({ Action: 's3:*', Resource: '*' }), undefined] },
  newType: {
    said: [undefined, resource('AWS::EC2::InstanceConnectEndpoint', { SubnetId: 'a' })],
    unsaid: [undefined, resource('AWS::Logs::LogGroup', { RetentionInDays: 30 })],
  },
  newField: { said: [geo('whitelist'), geo('none')], unsaid: [cdn({ Comment: 'a' }), cdn({ Comment: 'b' })] },
});

test('what holds data may be new and open something, as a directory does, or nothing, as a table', () => {
  const says = (type: string) =>
    changed(undefined, resource(type, {})).some((change) => UNJUDGED_RULES.newType?.(change) !== undefined);
  assert.ok(says('AWS::DirectoryService::MicrosoftAD'));
  assert.ok(!says('AWS::DynamoDB::Table'));
});

describe('a change is safe to the last of its fields', () => {
  const says = (before: TemplateResource, after: TemplateResource) =>
    changed(before, after).some((change) => UNJUDGED_RULES.newField?.(change) !== undefined);
  const coded = (name: string) => resource('AWS::Lambda::Function', { Code: { S3Key: `${name}.zip` } });
  const table = (more: object) => resource('AWS::DynamoDB::Table', { TableName: 'it', ...more });
  for (const [what, before, after, said] of [
    ['a larger class', database({ DBInstanceClass: 'a' }), database({ DBInstanceClass: 'b' }), false],
    ['other tags', table({ Tags: [{ Key: 'a', Value: '1' }] }), table({ Tags: [{ Key: 'a', Value: '2' }] }), false],
    [
      'a field that is known beside one that is not',
      cdn({ Comment: 'a', Aliases: ['a'] }),
      cdn({ Comment: 'b', Aliases: ['a', 'b'] }),
      true,
    ],
    ['a field that nobody knows', table({}), table({ Invented: true }), true],
    ['an asset of other contents', coded('a'.repeat(64)), coded('b'.repeat(64)), false],
    ['code from elsewhere', coded('a'.repeat(64)), coded('elsewhere'), true],
    [
      'a variable that only looks like an asset',
      resource('AWS::Lambda::Function', { Environment: { Variables: { A: 'a'.repeat(64) } } }),
      resource('AWS::Lambda::Function', { Environment: { Variables: { A: 'b'.repeat(64) } } }),
      true,
    ],
    ['a condition of the template', cdn({}), { ...cdn({}), Condition: 'Sometimes' }, true],
    [
      'a secret, of which the report shows nothing',
      resource('AWS::ECS::TaskDefinition', { Token: 'one' }),
      resource('AWS::ECS::TaskDefinition', { Token: 'other' }),
      true,
    ],
  ] as const) {
    test(`${what}: ${said ? 'is said' : 'is not said'}`, () => assert.equal(says(before, after), said));
  }
});
