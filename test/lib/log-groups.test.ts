import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixtureApp, STACK_NAMES, type TemplateResource, templates } from '../support/fixtures.ts';

type Resources = Record<string, TemplateResource>;
interface LogGroup {
  readonly id: string;
  /** The function whose log it takes. */
  readonly logger: string;
}

/** What a resource of the same template waits for: what it names and what it depends on. */
function waitsFor(all: Resources, value: unknown): string[] {
  return Object.keys(all).filter((id) => JSON.stringify(value ?? null).includes(`"${id}"`));
}

/** Everything that can be reached from ids by an edge. */
function reached(from: string[], edge: (id: string) => string[]): Set<string> {
  const seen = new Set<string>();
  const visit = (id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    edge(id).forEach(visit);
  };
  from.forEach(visit);
  return seen;
}

function logGroupsOfFunctions(all: Resources): LogGroup[] {
  return Object.entries(all)
    .filter(([, { Type }]) => Type === 'AWS::Logs::LogGroup')
    .flatMap(([id, { Properties }]) =>
      waitsFor(all, Properties?.LogGroupName)
        .filter((logger) => all[logger]?.Type === 'AWS::Lambda::Function')
        .map((logger) => ({ id, logger })),
    );
}

/** Custom resources that run a function before its log group is sure to exist, as `caller -> log group`. */
function tooEarly(all: Resources): string[] {
  const functions = (id: string) =>
    waitsFor(all, all[id]?.Properties).filter((other) => all[other]?.Type === 'AWS::Lambda::Function');
  const everything = (id: string) => waitsFor(all, { ...all[id], Metadata: undefined });
  const callers = Object.entries(all).filter(([, { Properties }]) => Properties?.ServiceToken);
  return callers.flatMap(([caller, { Properties }]) => {
    const run = reached(waitsFor(all, Properties.ServiceToken), functions);
    const before = reached([caller], everything);
    return logGroupsOfFunctions(all)
      .filter(({ id, logger }) => run.has(logger) && !before.has(id))
      .map(({ id }) => `${caller} -> ${id}`);
  });
}

const lambda = (of: object = {}) => ({ Type: 'AWS::Lambda::Function', Properties: of });
const group = (of: string) => ({
  Type: 'AWS::Logs::LogGroup',
  Properties: { LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/', { Ref: of }]] } },
});
const call = (of: string, more: object = {}) => ({
  Type: 'Custom::Call',
  Properties: { ServiceToken: { 'Fn::GetAtt': [of, 'Arn'] } },
  ...more,
});

describe('a function whose log group CloudFormation makes', () => {
  for (const name of STACK_NAMES) {
    test(`is not run before the group exists, in the stack ${name}`, () => {
      const { Resources: all } = templates()[name].toJSON() as { Resources: Resources };
      assert.deepEqual(tooEarly(all), [], 'let the custom resource depend on the log group of its function');
    });
  }

  test('is there to be run too early: in the stacks of the cluster, of Ghost and of protection', () => {
    const found = STACK_NAMES.filter((name) => logGroupsOfFunctions(templates()[name].toJSON().Resources).length > 0);
    assert.deepEqual(found, ['Cluster', 'Ghost', 'Protection']);
  });

  test('is run too early by a custom resource that does not wait for the group', () => {
    assert.deepEqual(tooEarly({ Run: lambda(), Log: group('Run'), Call: call('Run') }), ['Call -> Log']);
  });

  test('is run too early through another function', () => {
    const all = { Run: lambda(), Log: group('Run'), Via: lambda({ Env: { Ref: 'Run' } }), Call: call('Via') };
    assert.deepEqual(tooEarly(all), ['Call -> Log']);
  });

  test('is run in time by a custom resource that waits for the group through something else', () => {
    const all = {
      Run: lambda(),
      Log: group('Run'),
      Policy: { Type: 'AWS::IAM::Policy', Properties: {}, DependsOn: ['Log'] },
      Call: call('Run', { DependsOn: ['Policy'] }),
    };
    assert.deepEqual(tooEarly(all), []);
  });
});

describe('a stack that runs a function of another', () => {
  test('comes after it and its log group', () => {
    const assembly = fixtureApp().synth();
    assembly.stacks.forEach(({ stackName, template }, i) => {
      const earlier = assembly.stacks.slice(0, i).map((stack) => stack.stackName);
      const tokens = Object.values(template.Resources as Resources).map(({ Properties }) => Properties?.ServiceToken);
      const from = tokens.flatMap((token) => token?.['Fn::GetStackOutput']?.StackName ?? []);
      assert.deepEqual(
        from.filter((name: string) => !earlier.includes(name)),
        [],
        stackName,
      );
    });
  });
});
