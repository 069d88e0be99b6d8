import { BlockList } from 'node:net';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { App } from 'aws-cdk-lib';
import type { TemplateResource } from './fixtures.ts';

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
}

type Resources = Readonly<Record<string, TemplateResource>>;
type Change = readonly [before: TemplateResource | undefined, after: TemplateResource | undefined];

const spec = loadAwsServiceSpecSync();

/** What moves from one app's stacks to another's. */
export function effectOf(before: App, after: App): Effect {
  const [from, to] = [stacksOf(before), stacksOf(after)];
  const elsewhere = [...from.keys()].every((place) => !to.has(place));
  const changes = elsewhere ? [] : [...from].flatMap(([place, standing]) => diff(standing, to.get(place) ?? {}));
  const replaced = changes.filter(isReplacement);
  return {
    changed: counted(changes.filter(([a, b]) => a && b).filter((one) => !replaced.includes(one))),
    added: counted(changes.filter(([a]) => !a)),
    removed: counted(changes.filter(([, b]) => !b)),
    replaced: counted(replaced),
    refused: refusals(
      changes,
      [...from.values()].flatMap((resources) => Object.values(resources)),
    ),
    elsewhere,
  };
}

/** By account, region and name of the stack: what tells CloudFormation's stacks apart. */
function stacksOf(app: App): Map<string, Resources> {
  return new Map(
    app
      .synth()
      .stacks.map(({ environment, stackName, template }) => [
        `${environment.name}/${stackName}`,
        withoutNoise(template.Resources),
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

function diff(before: Resources, after: Resources): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((id): Change => [before[id], after[id]])
    .filter(([a, b]) => JSON.stringify(a) !== JSON.stringify(b));
}

/** True when a property that changed always replaces its resource. What refers to a replaced resource is not followed. */
function isReplacement([before, after]: Change): boolean {
  if (!before || !after) return false;
  const [type] = spec.lookup('resource', 'cloudFormationType', 'equals', before.Type);
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

function subnetRefusals(change: Change, ranges: readonly string[]): string[] {
  const [before, after] = change;
  if (after?.Type !== 'AWS::EC2::Subnet' || (before && !isReplacement(change))) return [];
  return ranges.some((range) => overlap(range, after.Properties.CidrBlock))
    ? ['its ranges of addresses are still taken']
    : [];
}

function storageRefusals([before, after]: Change): string[] {
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
  const types = changes.map(([a, b]) => ((a ?? b)?.Type ?? '').replace(/^.*::/, '')).sort();
  return [...new Set(types)].map((type) => {
    const count = types.filter((one) => one === type).length;
    return count === 1 ? type : `${type} x ${count}`;
  });
}
