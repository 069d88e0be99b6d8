import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cdkContext } from '../../cli/shared/cdk-context.ts';
import { infrastructureOf } from '../../lib/app.ts';
import { parseConfig } from '../../lib/config/parse.ts';
import { fingerprintInfrastructure, infrastructuresIn } from '../../lib/infrastructure.ts';
import { configInput, fixtureApp } from '../support/fixtures.ts';

const of = (template: object) => fingerprintInfrastructure(new Map([['stack', template as never]]));
const topic = (properties: object, more: object = {}) => ({
  Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: properties, ...more } },
});

describe('the fingerprint of the infrastructure', () => {
  test('changes with a property', () => {
    assert.notEqual(of(topic({ DisplayName: 'a' })), of(topic({ DisplayName: 'b' })));
  });

  test('changes with what becomes of a resource that is removed', () => {
    assert.notEqual(of(topic({})), of(topic({}, { DeletionPolicy: 'Retain' })));
  });

  test('changes with the stack that a resource is in', () => {
    const [one, other] = ['one', 'other'].map((name) =>
      fingerprintInfrastructure(new Map([[name, topic({}) as never]])),
    );
    assert.notEqual(one, other);
  });

  test('stays when only metadata changes', () => {
    assert.equal(of(topic({})), of({ ...topic({}, { Metadata: { path: '/elsewhere' } }), Metadata: { made: 'here' } }));
  });

  test('stays when keys are in another order', () => {
    assert.equal(of(topic({ DisplayName: 'a', TopicName: 'b' })), of(topic({ TopicName: 'b', DisplayName: 'a' })));
  });
});

describe('the infrastructure that manifests wait for', () => {
  const infrastructure = (overrides = {}) => infrastructureOf(cdkContext(), parseConfig(configInput(overrides)));
  const settings = (overrides = {}) => {
    const { template } = fixtureApp(overrides).synth().getStackByName('fixture-ghost');
    return infrastructuresIn(JSON.stringify(template));
  };

  test('is named by the settings that are written once it stands, and by no other', () => {
    assert.deepEqual(settings(), [infrastructure()]);
  });

  test('changes with the database', () => {
    assert.notEqual(infrastructure(), infrastructure({ database: { size: 't4g.medium' } }));
  });

  test('does not include the pipeline, which deploys last', () => {
    assert.equal(infrastructure(), infrastructure({ alarmEmail: 'others@example.com' }));
  });
});
