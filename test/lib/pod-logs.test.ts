import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LOG_COLLECTOR } from '../../lib/names.ts';
import { madeBy, resources, settingsOf, templates, theOnly } from '../support/fixtures.ts';

const { Ghost } = templates({ logs: { keepDays: 30 } });
const off = templates().Ghost;
const GROUP = 'LogsGroupC0AB86A9';
const STREAM = 'LogsStream1126FCE3';

describe('the logs of pods', () => {
  const [groupId = ''] = Object.keys(resources(Ghost, 'AWS::Logs::LogGroup')).filter((id) => id.startsWith('Logs'));
  const group = madeBy(Ghost, 'AWS::Logs::LogGroup', 'Logs');
  const stream = theOnly(Ghost, 'AWS::Logs::LogStream');

  test('are kept for the days of the config', () => assert.equal(group.Properties.RetentionInDays, 30));

  test('are not deleted by the merge that turns them off', () => {
    for (const kept of [group, stream])
      assert.deepEqual([kept.DeletionPolicy, kept.UpdateReplacePolicy], ['RetainExceptOnCreate', 'Retain'], kept.Type);
  });

  test('are those from before, whatever else is merged: group and stream keep their logical ids', () =>
    assert.deepEqual([groupId, stream.logicalId], [GROUP, STREAM]));

  test('are those of this blog alone: no name is chosen that another one could have, or find taken', () => {
    assert.equal(group.Properties.LogGroupName, undefined);
    assert.deepEqual(stream.Properties, { LogGroupName: { Ref: groupId } });
  });

  test('are written into one stream, by a role that may do nothing else', () => {
    const policies = Object.values(resources(Ghost, 'AWS::IAM::Policy'));
    const own = policies.filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('LogsCollector'));
    const [statement, ...others] = own.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    assert.deepEqual(others, []);
    assert.deepEqual([statement.Action, statement.Effect], ['logs:PutLogEvents', 'Allow']);
    assert.deepEqual(statement.Resource['Fn::Join'][1], [
      'arn:aws:logs:eu-west-1:111122223333:log-group:',
      { Ref: groupId },
      ':log-stream:',
      { Ref: stream.logicalId },
    ]);
    assert.equal(madeBy(Ghost, 'AWS::IAM::Role', 'LogsCollector').Properties.ManagedPolicyArns, undefined);
  });

  test('are written by the pods of one ServiceAccount, whoever else asks for the role', () => {
    const { Properties } = madeBy(Ghost, 'AWS::EKS::PodIdentityAssociation', 'LogsCollector');
    assert.deepEqual([Properties.Namespace, Properties.ServiceAccount], ['logs', 'collector']);
    const [{ Condition, Principal }] = madeBy(Ghost, 'AWS::IAM::Role', 'LogsCollector').Properties
      .AssumeRolePolicyDocument.Statement;
    assert.deepEqual(Principal, { Service: 'pods.eks.amazonaws.com' });
    assert.equal(Condition.StringEquals['aws:RequestTag/kubernetes-namespace'], LOG_COLLECTOR.namespace);
    assert.equal(Condition.StringEquals['aws:RequestTag/kubernetes-service-account'], LOG_COLLECTOR.serviceAccount);
  });

  test('are named to the manifests once the role is there, for a pod gets its rights when it is made', () => {
    const settings = settingsOf(Ghost);
    assert.deepEqual(
      [settings.LOGS, settings.LOGS_AFTER, settings.LOG_GROUP, settings.LOG_STREAM],
      ['on', 'operators-configs', `<{'Ref':'${groupId}'}>`, `<{'Ref':'${stream.logicalId}'}>`],
    );
    const { DependsOn = [] } = theOnly(Ghost, 'Custom::AWSCDK-EKS-KubernetesResource');
    assert.ok(
      DependsOn.some((id) => id.startsWith('LogsCollectorAssociation')),
      DependsOn.join(', '),
    );
  });

  test('are found by an output of the stack', () =>
    assert.deepEqual(Ghost.findOutputs('LogGroup').LogGroup?.Value, { Ref: groupId }));

  test('go with their node unless the config says otherwise: nothing is made, and no setting is written', () => {
    assert.deepEqual(resources(off, 'AWS::Logs::LogStream'), {});
    assert.deepEqual(
      Object.keys(off.toJSON().Resources).filter((id) => id.startsWith('Logs')),
      [],
    );
    assert.deepEqual(
      Object.keys(settingsOf(off)).filter((key) => key.startsWith('LOG')),
      [],
    );
    assert.deepEqual(off.findOutputs('LogGroup'), {});
  });
});
