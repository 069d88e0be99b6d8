import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TemplateResource } from '../../../../cli/review/facts.ts';
import { compareStacks } from '../../../../cli/review/infrastructure/compare.ts';
import { app, changed } from '../../../support/review.ts';

const settings = (Manifest: string): TemplateResource => ({
  Type: 'Custom::AWSCDK-EKS-KubernetesResource',
  Properties: { Manifest },
});

describe('two sets of templates differ', () => {
  test('property by property', () => {
    const topic = (DisplayName: string) => ({ Type: 'AWS::SNS::Topic', Properties: { DisplayName, FifoTopic: false } });
    const [change] = changed(topic('old'), topic('new'));
    assert.equal(change?.impact, 'updated');
    assert.deepEqual(change?.properties, [{ name: 'DisplayName', before: 'old', after: 'new' }]);
  });

  test('when a stack goes, by each of its resources', () => {
    const [change] = compareStacks(app({ It: { Type: 'AWS::SNS::Topic' } }), {});
    assert.deepEqual([change?.stack, change?.id, change?.impact], ['Data', 'It', 'removed']);
  });

  test('but not by the fingerprints of what they read', () => {
    const reading = (producers: object) => ({ ...settings('{}'), Metadata: { 'onemerge:producers': producers } });
    assert.deepEqual(changed(reading({ Database: '0' }), reading({ Database: '1' })), []);
  });

  test('but not by the fingerprint that opens the gate', () => {
    assert.deepEqual(changed(settings('INFRASTRUCTURE_0123456789ab'), settings('INFRASTRUCTURE_ba9876543210')), []);
  });

  test('but not by the order of what has none', () => {
    const group = (...ports: number[]) => ({
      Type: 'AWS::EC2::SecurityGroup',
      DependsOn: ports.map((port) => `R${port}`),
      Properties: { SecurityGroupIngress: ports.map((FromPort) => ({ FromPort })) },
    });
    assert.deepEqual(changed(group(1, 2), group(2, 1)), []);
  });

  test('and what differs by an asset alone says so', () => {
    const code = (hash: string, Timeout = 1) => ({
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Key: `${hash.repeat(64)}.zip` }, Timeout },
    });
    assert.equal(changed(code('a'), code('b'))[0]?.assetsAlone, true);
    assert.equal(changed(code('a'), code('b', 2))[0]?.assetsAlone, false);
  });

  test('without telling a secret', () => {
    const secret = (SecretString: string) => ({ Type: 'AWS::SecretsManager::Secret', Properties: { SecretString } });
    const text = JSON.stringify(changed(secret('hunter1'), secret('hunter2')).map(({ properties }) => properties));
    assert.match(text, /SecretString/);
    assert.doesNotMatch(text, /hunter/);
  });
});
