import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compared } from '../../../../cli/review/compared.ts';
import type { TemplateResource } from '../../../../cli/review/facts.ts';
import { compareStacks } from '../../../../cli/review/infrastructure/compare.ts';
import { toLookAt } from '../../../../cli/review/infrastructure/to-look-at.ts';
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

  test('but not by null, which CloudFormation does not take', () => {
    const topic = (more: object) => ({ Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'it', ...more } });
    assert.deepEqual(changed(topic({}), topic({ Tags: null })), []);
  });

  test('in a way that nobody can compare, and the message says of which stack', () => {
    const policy = (PolicyDocument: unknown) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { PolicyDocument } });
    const both = (document: unknown) => ({ value: app({ It: policy(document) }) });
    const half = compared(both({ Statement: [] }), both({ Statement: 5 }), compareStacks);
    assert.match(
      'error' in half ? half.error : '',
      /^the templates of the stack Data cannot be compared: .*: look for a property of/,
    );
  });

  test('in a form that a rule cannot read, which is said and ends nothing', () => {
    const cluster = (EnabledTypes: unknown) => ({
      Type: 'AWS::EKS::Cluster',
      Properties: { Logging: { ClusterLogging: { EnabledTypes } } },
    });
    const said = toLookAt(changed(cluster([{ Type: 'audit' }]), cluster(5))).map(({ what }) => what);
    assert.ok(said.includes('is of a form that CloudFormation does not know, so that the review cannot read it'));
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
