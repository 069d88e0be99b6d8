import { BlockList } from 'node:net';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { App } from 'aws-cdk-lib';
import type { ConfigInput } from '../../lib/config/config.ts';
import { fixtureApp, type TemplateResource } from './fixtures.ts';

/** What CloudFormation would do about a change of the config, by the templates and its own schemas. */
export interface Effect {
  /** Types that change in place, are made, are removed or are replaced, each with how many of them: `Subnet` or `EIP x 2`. */
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly replaced: readonly string[];
  /** Why AWS would refuse the change. */
  readonly refused: readonly string[];
  /** The change makes other stacks, and leaves the first ones alone. */
  readonly elsewhere: boolean;
  /** The same, resource by resource. */
  readonly moves: readonly Move[];
}

/** What happens to one resource. */
export interface Move {
  /** Name of its stack. */
  readonly stack: string;
  readonly logicalId: string;
  readonly how: 'changed' | 'added' | 'removed' | 'replaced';
}

type Resources = Readonly<Record<string, TemplateResource>>;

/** A resource of a stack in both apps; in one of them it may not exist. */
interface Change extends Move {
  readonly before: TemplateResource | undefined;
  readonly after: TemplateResource | undefined;
}

let loaded: ReturnType<typeof loadAwsServiceSpecSync> | undefined;

/** Read when it is asked for: it is large. */
function spec(): ReturnType<typeof loadAwsServiceSpecSync> {
  loaded ??= loadAwsServiceSpecSync();
  return loaded;
}

const apps = new Map<string, App>();

/** The app of a config over that of the tests, synthesized once: many changes start at the same one. */
export function appOf(config: Partial<ConfigInput>): App {
  const key = JSON.stringify(config);
  const app = apps.get(key) ?? fixtureApp(config);
  apps.set(key, app);
  return app;
}

/** What moves from one app's stacks to another's. */
export function effectOf(before: App, after: App): Effect {
  const [from, to] = [stacksOf(before), stacksOf(after)];
  const elsewhere = [...from.keys()].every((place) => !to.has(place));
  const changes = elsewhere
    ? []
    : [...from].flatMap(([place, { stack, resources }]) => diff(stack, resources, to.get(place)?.resources ?? {}));
  const types = (how: Move['how']) => counted(changes.filter((change) => change.how === how));
  return {
    changed: types('changed'),
    added: types('added'),
    removed: types('removed'),
    replaced: types('replaced'),
    refused: refusals(
      changes,
      [...from.values()].flatMap(({ resources }) => Object.values(resources)),
    ),
    elsewhere,
    moves: changes.map(({ stack, logicalId, how }) => ({ stack, logicalId, how })),
  };
}

/** By account, region and name of the stack: what tells CloudFormation's stacks apart. */
function stacksOf(app: App): Map<string, { readonly stack: string; readonly resources: Resources }> {
  return new Map(
    app
      .synth()
      .stacks.map(({ environment, stackName, template }) => [
        `${environment.name}/${stackName}`,
        { stack: stackName, resources: withoutNoise(template.Resources) },
      ]),
  );
}

/** Zones by name, as eu-west-1 resolves them; no metadata; no fingerprint of the infrastructure, which always moves. */
function withoutNoise(resources: Resources): Resources {
  const text = JSON.stringify(resources, (key, value) => {
    if (key === 'Metadata') return undefined;
    const [index, list] = value?.['Fn::Select'] ?? [];
    return list?.['Fn::GetAZs'] === undefined ? value : `eu-west-1${'abc'[index]}`;
  });
  return JSON.parse(text.replaceAll(/INFRASTRUCTURE_[0-9a-f]{12}/g, 'INFRASTRUCTURE'));
}

function diff(stack: string, before: Resources, after: Resources): Change[] {
  const change = (id: string, how: Move['how']): Change => {
    return { stack, logicalId: id, how, before: before[id], after: after[id] };
  };
  const changes = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((id) => JSON.stringify(before[id]) !== JSON.stringify(after[id]))
    .map((id) => change(id, howOf(before[id], after[id])));
  const gone = changes.filter(({ how }) => how === 'replaced').map(({ logicalId }) => logicalId);
  // Who names a replaced resource gets the name of the new one.
  const followers = Object.keys(after).filter(
    (id) => !changes.some(({ logicalId }) => logicalId === id) && gone.some((one) => refersTo(after[id], one)),
  );
  return [...changes, ...followers.map((id) => change(id, 'changed'))];
}

/** Whether properties take their values from another resource of the stack. */
function refersTo(resource: TemplateResource | undefined, id: string): boolean {
  const text = JSON.stringify(resource?.Properties ?? {});
  return text.includes(`{"Ref":"${id}"}`) || text.includes(`{"Fn::GetAtt":["${id}",`);
}

function howOf(before: TemplateResource | undefined, after: TemplateResource | undefined): Move['how'] {
  if (!before) return 'added';
  if (!after) return 'removed';
  return isReplaced(before, after) ? 'replaced' : 'changed';
}

/** True when a property that changed always replaces its resource. */
function isReplaced(before: TemplateResource, after: TemplateResource): boolean {
  const [type] = spec().lookup('resource', 'cloudFormationType', 'equals', before.Type);
  return Object.entries(type?.properties ?? {}).some(
    ([name, { causesReplacement }]) =>
      causesReplacement === 'yes' &&
      JSON.stringify(before.Properties?.[name]) !== JSON.stringify(after.Properties?.[name]),
  );
}

/** What the fake AWS refuses too, as AWS does; the sources are there. CloudFormation makes what is new before the old goes. */
function refusals(changes: readonly Change[], standing: readonly TemplateResource[]): string[] {
  const ranges = standing
    .filter(({ Type }) => Type === 'AWS::EC2::Subnet')
    .map(({ Properties }) => Properties.CidrBlock);
  return [...new Set(changes.flatMap((change) => [...subnetRefusals(change, ranges), ...storageRefusals(change)]))];
}

function subnetRefusals({ after, how }: Change, ranges: readonly string[]): string[] {
  if (after?.Type !== 'AWS::EC2::Subnet' || how === 'changed') return [];
  return ranges.some((range) => overlap(range, after.Properties.CidrBlock))
    ? ['its ranges of addresses are still taken']
    : [];
}

function storageRefusals({ before, after }: Change): string[] {
  const less = Number(after?.Properties?.AllocatedStorage) < Number(before?.Properties?.AllocatedStorage);
  return less ? ['storage cannot shrink'] : [];
}

function overlap(one: string, other: string): boolean {
  const starts = (range: string, within: string) => {
    const block = new BlockList();
    const [address = '', prefix] = within.split('/');
    block.addSubnet(address, Number(prefix));
    return block.check(range.split('/')[0] ?? '');
  };
  return starts(one, other) || starts(other, one);
}

function counted(changes: readonly Change[]): string[] {
  const types = changes.map(({ before, after }) => ((before ?? after)?.Type ?? '').replace(/^.*::/, '')).sort();
  return [...new Set(types)].map((type) => {
    const count = types.filter((one) => one === type).length;
    return count === 1 ? type : `${type} x ${count}`;
  });
}
