import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import { cdkContext } from '../../cli/shared/cdk-context.ts';
import { pinProducers } from '../../lib/fingerprint.ts';
import { fingerprintOutputs, outputsRead, PRODUCERS } from '../../lib/output-fingerprint.ts';
import { fixtureApp, outdir, type TemplateResource } from '../support/fixtures.ts';

type Templates = Map<string, { Resources: Record<string, TemplateResource> }>;

function templatesByStack(app: App): Templates {
  return new Map(app.synth().stacks.map((stack) => [stack.stackName, stack.template]));
}

/** Of the smallest config. */
const templates = templatesByStack(fixtureApp());

/** The names of the stacks whose outputs a piece of a template reads. */
const producersOf = (part: unknown) => [...new Set(outputsRead(part).map(({ stack }) => stack))];

/** The resources of a template that read another stack's output, by logical id. */
function consumers(templates: Templates, stack: string): [string, TemplateResource][] {
  const all = Object.entries(templates.get(stack)?.Resources ?? {});
  return all.filter(([, resource]) => producersOf(resource).length > 0);
}

const STACKS = ['cluster', 'flux', 'database', 'ghost', 'alarms', 'pipeline'].map((name) => `fixture-${name}`);

describe('a reference between stacks', () => {
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

/** The templates with one property of every resource of a type changed. */
function changed(templates: Templates, type: string, property: string): Templates {
  const copy = structuredClone(templates);
  const resources = [...copy.values()].flatMap(({ Resources }) => Object.values(Resources));
  for (const resource of resources.filter(({ Type }) => Type === type)) {
    Object.assign(resource.Properties ?? {}, { [property]: 'changed' });
  }
  return copy;
}

/** Which outputs that are read change, when a property of a type does: names of stacks, each once. */
function reaches(templates: Templates, type: string, property: string): string[] {
  const before = fingerprintOutputs(templates);
  const after = fingerprintOutputs(changed(templates, type, property));
  const read = [...templates.values()].flatMap((template) => outputsRead(template));
  const moved = read.filter(({ key }) => after.get(key) !== before.get(key));
  return [...new Set(moved.map(({ stack }) => stack))].sort();
}

describe('a change that replaces what a stack exports', () => {
  const replacing = [
    ['AWS::RDS::DBInstance', 'DBName', ['fixture-database']],
    ['AWS::EKS::Cluster', 'RoleArn', ['fixture-cluster']],
    ['AWS::EC2::Subnet', 'CidrBlock', ['fixture-network']],
  ] as const;
  for (const [type, property, stacks] of replacing) {
    test(`reaches those who read it: ${property} of ${type}`, () =>
      assert.deepEqual(reaches(templates, type, property), stacks));
  }

  test('reaches through what stands between: a replaced VPC replaces the subnets and target groups in it', () => {
    assert.deepEqual(reaches(templates, 'AWS::EC2::VPC', 'CidrBlock'), ['fixture-ghost', 'fixture-network']);
  });
});

describe('a change in place', () => {
  const inPlace = [
    ['AWS::RDS::DBInstance', 'DBInstanceClass'],
    ['AWS::EKS::Cluster', 'Version'],
    ['AWS::EC2::FlowLog', 'LogFormat'],
    ['AWS::Lambda::Function', 'Runtime'],
    ['Custom::AWSCDK-EKS-HelmChart', 'Version'],
    ['Custom::AWSCDK-EKS-KubernetesResource', 'Manifest'],
  ] as const;
  for (const [type, property] of inPlace) {
    test(`touches no other stack: ${property} of ${type}`, () =>
      assert.deepEqual(reaches(templates, type, property), []));
  }

  const after = templatesByStack(fixtureApp({ database: { size: 'm8g.large', storageGiB: 40 } }));

  test('of the database, as the config makes it, changes of the other stacks the alarms that follow its size, the setting that says what stands, and no more', () => {
    const text = (all: Templates, name: string) =>
      JSON.stringify(all.get(name)).replace(/INFRASTRUCTURE_[0-9a-f]{12}/, 'INFRASTRUCTURE');
    const moved = [...templates.keys()].filter((name) => text(templates, name) !== text(after, name));
    assert.deepEqual(moved, ['fixture-database', 'fixture-alarms']);
  });

  test('of the database opens the gate for those who were reviewed with it', () => {
    const moved = [...templates.keys()].filter((name) => !isDeepStrictEqual(templates.get(name), after.get(name)));
    assert.deepEqual(moved, ['fixture-database', 'fixture-ghost', 'fixture-alarms']);
  });
});

describe('a fingerprint', () => {
  const producer = (value: string, metadata = '') => ({
    Resources: { A: { Type: 'Custom::X', Properties: { value }, Metadata: { note: metadata } } },
    Outputs: { Out: { Value: { 'Fn::GetAtt': ['A', 'Arn'] } } },
  });
  const middle = {
    Resources: {
      B: {
        Type: 'Custom::Y',
        Properties: { a: { 'Fn::GetStackOutput': { StackName: 'producer', OutputName: 'Out' } } },
      },
    },
    Outputs: { Out: { Value: { Ref: 'B' } } },
  };
  const of = (template: object, output: string) =>
    fingerprintOutputs(
      new Map([
        ['producer', template as never],
        ['middle', middle as never],
      ]),
    ).get(output);

  test('is 16 hexadecimal digits', () => assert.match(of(producer('1'), 'producer.Out') ?? '', /^[0-9a-f]{16}$/));
  test('stays when only metadata changes', () =>
    assert.equal(of(producer('1', 'a'), 'producer.Out'), of(producer('1', 'b'), 'producer.Out')));
  test('changes with any property of a type whose schema is not known', () =>
    assert.notEqual(of(producer('1'), 'producer.Out'), of(producer('2'), 'producer.Out')));
  test('changes with an output that the resource behind it reads', () =>
    assert.notEqual(of(producer('1'), 'middle.Out'), of(producer('2'), 'middle.Out')));
});

describe('a fingerprint follows whatever can decide a value', () => {
  /** Where `Fn::Sub` puts a value. */
  const hole = (name: string) => `\${${name}}`;
  const resources = (value: string) => ({ A: { Type: 'Custom::X', Properties: { value } } });
  const output = (Value: unknown, more: object = {}) => ({ Outputs: { Out: { Value, ...more } } });
  const condition = (value: string) => ({ Conditions: { C: { 'Fn::Equals': ['x', value] } } });
  const nested = (value: string) => ({
    Conditions: { C: { 'Fn::Not': [{ Condition: 'D' }] }, D: { 'Fn::Equals': [value, 'x'] } },
  });
  const ofTemplate = (template: object) => fingerprintOutputs(new Map([['s', template as never]])).get('s.Out');
  const inIf = output({ 'Fn::If': ['C', 'a', 'b'] });

  const deciding: Readonly<Record<string, (value: string) => object>> = {
    'a name in Fn::Sub': (v) => ({ Resources: resources(v), ...output({ 'Fn::Sub': `x-${hole('A')}` }) }),
    'an attribute in Fn::Sub': (v) => ({ Resources: resources(v), ...output({ 'Fn::Sub': `x-${hole('A.B.C')}` }) }),
    'a name beside those that Fn::Sub brings': (v) => ({
      Resources: resources(v),
      ...output({ 'Fn::Sub': [`${hole('Own')}-${hole('A')}`, { Own: '1' }] }),
    }),
    'a value that Fn::Sub brings': (v) => ({
      Resources: resources(v),
      ...output({ 'Fn::Sub': [hole('Own'), { Own: { Ref: 'A' } }] }),
    }),
    'an attribute named in one text': (v) => ({ Resources: resources(v), ...output({ 'Fn::GetAtt': 'A.Arn' }) }),
    'the condition of Fn::If': (v) => ({ Resources: {}, ...condition(v), ...inIf }),
    'a condition behind a condition': (v) => ({ Resources: {}, ...nested(v), ...inIf }),
    'the condition of the output': (v) => ({ Resources: {}, ...condition(v), ...output('x', { Condition: 'C' }) }),
    'the condition of a resource': (v) => ({
      Resources: { A: { Type: 'Custom::X', Condition: 'C' } },
      ...condition(v),
      ...output({ Ref: 'A' }),
    }),
    'a mapping': (v) => ({
      Resources: {},
      Mappings: { M: { k: { l: v } } },
      ...output({ 'Fn::FindInMap': ['M', 'k', 'l'] }),
    }),
    'a parameter': (v) => ({
      Resources: {},
      Parameters: { P: { Type: 'String', Default: v } },
      ...output({ Ref: 'P' }),
    }),
  };
  for (const [what, template] of Object.entries(deciding)) {
    test(what, () => assert.notEqual(ofTemplate(template('1')), ofTemplate(template('2'))));
  }

  test('but no text that Fn::Sub leaves as it is', () => {
    const template = (v: string) => ({ Resources: resources(v), ...output({ 'Fn::Sub': hole('!A') }) });
    assert.equal(ofTemplate(template('1')), ofTemplate(template('2')));
  });

  test('and no resource whose name Fn::Sub gives to a value of its own', () => {
    const template = (v: string) => ({ Resources: resources(v), ...output({ 'Fn::Sub': [hole('A'), { A: '1' }] }) });
    assert.equal(ofTemplate(template('1')), ofTemplate(template('2')));
  });

  test('and ends where conditions name each other', () => {
    const template = { Resources: {}, Conditions: { C: { Condition: 'C' } }, ...inIf };
    assert.match(ofTemplate(template) ?? '', /^[0-9a-f]{16}$/);
  });
});

describe('pinning', () => {
  test('leaves a stack that reads nothing without metadata', () => {
    const app = new App({ context: cdkContext(), outdir: outdir(), builtinCloudFormationValidation: false });
    pinProducers(app, (scope) => {
      const stack = new Stack(scope, 'Alone');
      new CfnResource(stack, 'Thing', { type: 'AWS::SNS::Topic' });
      new CfnOutput(stack, 'Out', { value: 'x' });
      return { infrastructure: [stack], later: [] };
    });
    assert.doesNotMatch(JSON.stringify(app.synth().stacks[0]?.template), new RegExp(PRODUCERS));
  });
});
