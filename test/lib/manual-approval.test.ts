import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Template } from 'aws-cdk-lib/assertions';
import { parse } from 'yaml';
import { LONGEST_REASON } from '../../cli/promote/promote.ts';
import { cdkContext } from '../../cli/shared/cdk-context.ts';
import { buildApp } from '../../lib/app.ts';
import { policyDocument } from '../../lib/bootstrap/policies.ts';
import type { Config } from '../../lib/config/config.ts';
import { parseInstallations } from '../../lib/config/parse.ts';
import { REVIEW_CHECK } from '../../lib/names.ts';
import { templatesApp } from '../../lib/templates-app.ts';
import { configInput, outdir, resources, stackOf, templates, theOnly } from '../support/fixtures.ts';

const COMMIT = 'c0ffee'.padEnd(40, '0');

function pipelineOf(approval: unknown): Template {
  const environments = { staging: {}, production: { after: 'staging', approval } };
  const [, production] = parseInstallations({ ...configInput(), environments }) as [Config, Config];
  const app = templatesApp(cdkContext(), outdir());
  buildApp(app, production, { commit: COMMIT });
  return Template.fromStack(stackOf(app, 'Pipeline'));
}

const stagesOf = (template: Template) => theOnly(template, 'AWS::CodePipeline::Pipeline').Properties.Stages;
const text = (template: Template): string => JSON.stringify(template.toJSON());

describe('an environment with a manual approval', () => {
  const template = pipelineOf('manual');
  const [source, approval, deploy] = stagesOf(template);
  const [person] = approval.Actions;

  test('asks between the source and the build, in a stage of its own', () => {
    const names = [source, approval, deploy].map(({ Name, Actions }) => [Name, Actions.length]);
    assert.deepEqual(names, [
      ['Source', 1],
      ['Approval', 1],
      ['Deploy', 1],
    ]);
    const { Category, Provider } = person.ActionTypeId;
    assert.deepEqual([person.Name, Category, Provider], ['Person', 'Approval', 'Manual']);
  });

  test('names the commit, links what was reviewed, and says why it goes past the environment before', () => {
    const { CustomData, ExternalEntityLink } = person.Configuration;
    const commit = `#{${source.Actions[0].Namespace}.CommitId}`;
    assert.equal(ExternalEntityLink, `https://github.com/octo-org/blog/commit/${commit}`);
    assert.ok(CustomData.startsWith(`May commit ${commit} be deployed to production?`), CustomData);
    assert.match(CustomData, /its check "onemerge review".*Past staging, because: #\{variables\.SkipReason\}/);
  });

  test('has room in its question for the longest reason to go past the environment before', () => {
    const filled = person.Configuration.CustomData.replace(
      '#{variables.SkipReason}',
      'x'.repeat(LONGEST_REASON),
    ).replace(/#\{\w+\.CommitId\}/, COMMIT);
    assert.ok(filled.length <= 1000, `CodePipeline takes 1000 characters, and these are ${filled.length}`);
  });

  test('ends after seven days, or when the config says', () => {
    assert.equal(person.TimeoutInMinutes, 7 * 24 * 60);
    assert.equal(stagesOf(pipelineOf({ timeoutMinutes: 5 }))[1].Actions[0].TimeoutInMinutes, 5);
  });

  test('mails by the topic of the alarms, and may use its key for nothing else', () => {
    assert.match(JSON.stringify(person.Configuration.NotificationArn), /"StackName":"fixture-alarms"/);
    const [, policy] =
      Object.entries(resources(template, 'AWS::IAM::Policy')).find(([id]) => id.startsWith('PipelineApproval')) ?? [];
    const statements: Record<string, unknown>[] = policy?.Properties.PolicyDocument.Statement;
    assert.deepEqual(
      statements.map(({ Action, Condition }) => [Action, Condition]),
      [
        ['sns:Publish', undefined],
        [['kms:Decrypt', 'kms:GenerateDataKey'], { StringEquals: { 'kms:ViaService': 'sns.eu-west-1.amazonaws.com' } }],
      ],
    );
    assert.doesNotMatch(JSON.stringify(statements), /"\*"/);
  });

  test('lets no role that a merge can make approve', () => {
    const boundary = policyDocument('boundary', { name: 'fixture', region: 'eu-west-1' }, '111122223333');
    assert.doesNotMatch(JSON.stringify(boundary), /codepipeline:(\*|Put)/);
    assert.doesNotMatch(text(template), /PutApprovalResult"/);
  });

  test('tells by an output what a person must be allowed to approve', () => {
    const { ApprovalArn } = template.toJSON().Outputs;
    assert.match(JSON.stringify(ApprovalArn.Value), /\/Approval\/Person"/);
  });

  test('tells in the mail of a bad end that a refused or forgotten approval is one', () => {
    const [target] = theOnly(template, 'AWS::Events::Rule').Properties.Targets;
    assert.match(JSON.stringify(target), /an approval that was refused, or not given in time, ends it as FAILED/);
  });
});

test('without one nothing is in the templates', () => {
  assert.equal(stagesOf(templates().Pipeline).length, 2);
  for (const template of [templates().Pipeline, pipelineOf(undefined)]) {
    assert.deepEqual(text(template).match(/.{0,60}([Aa]pprov|"Namespace").{0,20}/g), null);
  }
});

test('the check that the question names is that of the workflow', () => {
  const { jobs } = parse(readFileSync(new URL('../../.github/workflows/review.yml', import.meta.url), 'utf8'));
  assert.equal(jobs.review.name, REVIEW_CHECK);
});
