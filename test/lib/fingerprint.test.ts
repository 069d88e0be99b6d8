import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import { fingerprintStacks, PRODUCERS, pinProducers, producersOf } from '../../lib/fingerprint.ts';
import { cdkContext, fixtureApp, type TemplateResource } from '../support/fixtures.ts';

type Templates = Map<string, { Resources: Record<string, TemplateResource> }>;

function templatesByStack(app: App): Templates {
  return new Map(app.synth().stacks.map((stack) => [stack.stackName, stack.template]));
}

/** The resources of a template that read another stack's output, by logical id. */
function consumers(templates: Templates, stack: string): [string, TemplateResource][] {
  const all = Object.entries(templates.get(stack)?.Resources ?? {});
  return all.filter(([, resource]) => producersOf(resource).length > 0);
}

const STACKS = ['cluster', 'database', 'ghost', 'pipeline'].map((name) => `fixture-${name}`);

describe('a reference between stacks', () => {
  const templates = templatesByStack(fixtureApp());

  test('is weak, so that no export can block an update', () => {
    assert.doesNotMatch(JSON.stringify([...templates.values()]), /Fn::ImportValue|"Export"/);
  });

  for (const stack of STACKS) {
    test(`pins what it reads, in every resource of ${stack}`, () => {
      const found = consumers(templates, stack);
      assert.ok(found.length > 0, `${stack} reads no other stack; drop it from this test`);
      for (const [id, resource] of found) {
        const pinned = Object.keys((resource.Metadata?.[PRODUCERS] ?? {}) as object);
        assert.deepEqual(pinned, producersOf(resource), `${stack}/${id}`);
      }
    });
  }
});

describe('a database that is replaced', () => {
  // Given a change that makes CloudFormation replace the instance
  const before = templatesByStack(fixtureApp());
  const app = fixtureApp({ database: { storageGiB: 21 } });
  const after = templatesByStack(app);

  test('changes every resource that reads it', () => {
    for (const stack of STACKS) {
      for (const [id, resource] of consumers(before, stack)) {
        if (!producersOf(resource).includes('fixture-database')) continue;
        assert.notDeepEqual(after.get(stack)?.Resources[id], resource, `${stack}/${id} would keep the old address`);
      }
    }
  });

  test('leaves alone what does not read it', () => {
    for (const stack of ['fixture-network', 'fixture-cluster', 'fixture-pipeline']) {
      assert.deepEqual(after.get(stack), before.get(stack), stack);
    }
  });
});

describe('a change of the network', () => {
  test('reaches those who read the database that stands in it', () => {
    const before = templatesByStack(fixtureApp());
    const after = templatesByStack(fixtureApp({ availabilityZones: ['eu-west-1b', 'eu-west-1c'] }));
    const readers = consumers(before, 'fixture-ghost').filter(([, r]) => producersOf(r).includes('fixture-database'));
    assert.ok(readers.length > 0);
    for (const [id, resource] of readers) assert.notDeepEqual(after.get('fixture-ghost')?.Resources[id], resource, id);
  });
});

describe('a fingerprint', () => {
  const producer = (value: string, metadata = '') => ({
    Resources: { A: { Type: 'X', Properties: { value }, Metadata: { note: metadata } } },
  });
  const consumer = { Resources: { B: { 'Fn::GetStackOutput': { StackName: 'producer', OutputName: 'A' } } } };
  const of = (template: object, name = 'consumer') =>
    fingerprintStacks(
      new Map([
        ['producer', template as never],
        ['consumer', consumer as never],
      ]),
    ).get(name);

  test('is 16 hexadecimal digits', () => assert.match(of(producer('1')) ?? '', /^[0-9a-f]{16}$/));
  test('stays when only metadata changes', () => assert.equal(of(producer('1', 'a')), of(producer('1', 'b'))));
  test('changes with the template', () =>
    assert.notEqual(of(producer('1'), 'producer'), of(producer('2'), 'producer')));
  test('changes with a stack that the template reads', () => assert.notEqual(of(producer('1')), of(producer('2'))));
});

describe('pinning', () => {
  test('leaves a stack that reads nothing without metadata', () => {
    const app = new App({ context: cdkContext(), builtinCloudFormationValidation: false });
    pinProducers(app, (scope) => {
      const stack = new Stack(scope, 'Alone');
      new CfnResource(stack, 'Thing', { type: 'AWS::SNS::Topic' });
      new CfnOutput(stack, 'Out', { value: 'x' });
      return [stack];
    });
    assert.doesNotMatch(JSON.stringify(app.synth().stacks[0]?.template), new RegExp(PRODUCERS));
  });
});
