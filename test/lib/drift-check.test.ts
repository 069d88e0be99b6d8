import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { DRIFT_GROUP } from '../../lib/names.ts';
import { actionsOf, RIGHTS_OF_ANY_BUILD, statementsOf } from '../support/build-rights.ts';
import { madeBy, templates } from '../support/fixtures.ts';

const webhookSecretArn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:chat-AbCdEf';
const { Pipeline: stack } = templates({ driftCheck: 'weekly', chat: { format: 'slack', webhookSecretArn } });

describe('the weekly look for drift', () => {
  test('is there only when the config asks for it', () => {
    const { Pipeline: without } = templates();
    const all = Object.keys(without.toJSON().Resources);
    assert.deepEqual(
      all.filter((id) => id.startsWith('Drift')),
      [],
    );
  });

  test('changes nothing of the pipeline that deploys', () => {
    const { Pipeline: without } = templates({ chat: { format: 'slack', webhookSecretArn } });
    const rest = Object.entries(stack.toJSON().Resources).filter(([id]) => !id.startsWith('Drift'));
    assert.deepEqual(Object.fromEntries(rest), without.toJSON().Resources);
  });

  test('begins on Mondays and by no push', () => {
    const rule = madeBy(stack, 'AWS::Events::Rule', 'DriftWeekly').Properties;
    assert.equal(rule.ScheduleExpression, 'cron(0 6 ? * MON *)');
    assert.match(JSON.stringify(rule.Targets[0].Arn), /"DriftPipeline/);
    const [source] = madeBy(stack, 'AWS::CodePipeline::Pipeline', 'DriftPipeline').Properties.Stages;
    assert.equal(source.Actions[0].Configuration.DetectChanges, false);
  });

  test('mails its line of the runbook when it fails, and nothing when it does not', () => {
    const rule = madeBy(stack, 'AWS::Events::Rule', 'DriftPipelineFound').Properties;
    assert.deepEqual(rule.EventPattern.detail.state, ['FAILED']);
    assert.match(JSON.stringify(rule.EventPattern.resources), /DriftPipeline/);
    assert.match(JSON.stringify(rule.Targets[0]), /"StackName":"fixture-alarms".*operations\.md#alarm-drift-found/);
  });
});

describe('its build', () => {
  test('may do exactly this', () => {
    assert.deepEqual(actionsOf(stack, 'DriftRole'), [
      ...RIGHTS_OF_ANY_BUILD,
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'sts:AssumeRole',
    ]);
  });

  test('takes the role that reads, and no other', () => {
    const assumed = statementsOf(stack, 'DriftRole').filter(({ Action }) => Action === 'sts:AssumeRole');
    assert.equal(assumed.length, 1);
    assert.match(JSON.stringify(assumed[0]?.Resource), /role\/cdk-omf16d05ec-lookup-role-/);
    assert.doesNotMatch(JSON.stringify(assumed[0]?.Resource), /deploy|file-publishing/);
  });

  test('reads the address of the chat, and no other secret', () => {
    const [reads] = statementsOf(stack, 'DriftRole').filter(({ Action }) =>
      JSON.stringify(Action).includes('secretsmanager'),
    );
    assert.equal(reads?.Resource, webhookSecretArn);
  });

  test('is in the cluster what the tree grants a group of its own, with no policy of EKS', () => {
    const entry = madeBy(stack, 'AWS::EKS::AccessEntry', 'Drift').Properties;
    assert.deepEqual(entry.KubernetesGroups, [DRIFT_GROUP]);
    assert.equal(entry.AccessPolicies, undefined);
  });

  test('runs its own buildspec, which asks and changes nothing', () => {
    const { BuildSpec } = madeBy(stack, 'AWS::CodeBuild::Project', 'Drift').Properties.Source;
    const spec = parse(readFileSync(new URL(`../../${BuildSpec}`, import.meta.url), 'utf8'));
    assert.deepEqual(spec.phases.install.commands, [
      'n "$(cat .nvmrc)"',
      'npm ci --omit=dev --workspaces=false --ignore-scripts',
    ]);
    assert.deepEqual(spec.phases.build.commands, ['npx onemerge drift --tell']);
  });
});

describe('the source of its pipeline', () => {
  const role = 'DriftPipelineSourceGitHubCodePipelineActionRole';

  test('reaches no other repository, and pushes nothing', () => {
    const denied = JSON.stringify(statementsOf(stack, role).filter((one) => 'Effect' in one && one.Effect === 'Deny'));
    for (const service of ['codeconnections', 'codestar-connections']) {
      assert.match(denied, new RegExp(`StringNotEqualsIgnoreCase":{"${service}:FullRepositoryId":"octo-org/blog"`));
      assert.match(denied, new RegExp(`"${service}:ProviderPermissionsRequired":"read_write"`));
    }
  });

  test('is the only one with the connection: the build gets its source without', () => {
    assert.ok(actionsOf(stack, role).includes('codeconnections:UseConnection'));
    assert.ok(actionsOf(stack, 'DriftRole').every((action) => !action.includes('connections')));
  });
});
