import { createRequire } from 'node:module';
import type { fullDiff, ResourceDifference, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { CommandError } from '../../shared/command-error.ts';
import { changeId } from '../change-id.ts';
import type { Stacks, SynthesizedStack, TemplateResource } from '../facts.ts';
import { redacted } from '../redacted.ts';
import { changedParts } from './template-parts.ts';

/** What CloudFormation does with a resource. */
type Impact = 'added' | 'updated' | 'possibly replaced' | 'replaced' | 'removed' | 'removed from the stack, kept';

/** A property that changes. */
interface PropertyChange {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A resource that changes. */
export interface ResourceChange {
  /** Construct id of the stack. */
  readonly stack: string;
  readonly id: string;
  /** The type that it had; of an added one, the type that it gets. */
  readonly type: string;
  readonly impact: Impact;
  /** See `changeId`. */
  readonly change: string;
  /** Nothing but the hashes of assets differs: code that is deployed beside the template. */
  readonly assetsAlone: boolean;
  /** Empty for what is added or removed. */
  readonly properties: readonly PropertyChange[];
  readonly before: TemplateResource | undefined;
  readonly after: TemplateResource | undefined;
}

/** How findings and approvals name a resource. */
export const subjectOf = ({ stack, id }: ResourceChange) => `${stack}/${id}`;

const IMPACTS: Readonly<Partial<Record<ResourceImpact, Impact>>> = {
  WILL_CREATE: 'added',
  WILL_UPDATE: 'updated',
  MAY_REPLACE: 'possibly replaced',
  WILL_REPLACE: 'replaced',
  WILL_DESTROY: 'removed',
  WILL_ORPHAN: 'removed from the stack, kept',
};

/** Loaded for the first stack that is compared: it takes a moment, and manifests do without. */
const diffOf: typeof fullDiff = (...templates) =>
  createRequire(import.meta.url)('@aws-cdk/cloudformation-diff').fullDiff(...templates);

/** The resources that change, stack by stack; metadata and our own fingerprints do not count. */
export function compareStacks(base: Stacks, head: Stacks): ResourceChange[] {
  const names = [...new Set([...Object.keys(base), ...Object.keys(head)])];
  return names.flatMap((stack) => {
    const { resources } = differenceOf(stack, base[stack], head[stack]);
    const changed = Object.entries(resources.changes).filter(([, change]) => change.isDifferent);
    const parts = changedParts(stack, base[stack], head[stack]);
    return [...changed.map(([id, change]) => resourceChange(stack, id, change)), ...parts];
  });
}

function differenceOf(stack: string, base: SynthesizedStack | undefined, head: SynthesizedStack | undefined) {
  try {
    return diffOf(comparable(base), comparable(head));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CommandError(`the templates of the stack ${stack} cannot be compared: ${error.message}`, {
      help: 'look for a property of another form than CloudFormation has, such as a text where a policy belongs',
    });
  }
}

function resourceChange(stack: string, id: string, change: ResourceDifference): ResourceChange {
  const { oldValue, newValue, propertyUpdates, otherChanges } = change;
  const updates = oldValue && newValue ? { ...otherChanges, ...propertyUpdates } : {};
  const properties = Object.entries(updates).map(([name, { oldValue, newValue }]) => {
    return { name, before: redacted(name, oldValue), after: redacted(name, newValue) };
  });
  const impact = IMPACTS[change.changeImpact] ?? 'updated';
  return {
    stack,
    id,
    type: oldValue?.Type ?? newValue?.Type ?? '',
    impact,
    change: changeId([stack, id, impact, newValue === undefined ? oldValue : properties]),
    assetsAlone: properties.length > 0 && withoutHashes(oldValue) === withoutHashes(newValue),
    properties,
    before: oldValue,
    after: newValue,
  };
}

/** A value as text, without the hashes by which assets are named. */
export const withoutHashes = (value: unknown) => JSON.stringify(value ?? '').replace(/[0-9a-f]{64}/g, '');

/** The setting that tells which infrastructure stands: it differs with every change, and says nothing of its own. */
const FINGERPRINT = /INFRASTRUCTURE_[0-9a-f]{12}/g;

function comparable(stack: SynthesizedStack | undefined): Record<string, unknown> {
  const text = JSON.stringify(stack?.template ?? {}).replace(FINGERPRINT, 'INFRASTRUCTURE');
  const template = JSON.parse(text, withoutNull) as SynthesizedStack['template'];
  const resources = Object.entries(template.Resources ?? {}).map(([id, { Metadata: _, ...resource }]) => [
    id,
    inOrder(resource, ''),
  ]);
  return { ...template, Resources: Object.fromEntries(resources) };
}

/** CloudFormation takes no null, see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html, and rules expect none. */
const withoutNull = (_: string, value: unknown) =>
  value === null ? undefined : Array.isArray(value) ? value.filter((item) => item !== undefined) : value;

/** Lists whose order means nothing. */
const SETS = /^(DependsOn|Tags|Action|NotAction|Resource|NotResource|Statement|SecurityGroup(In|E)gress)$/;

function inOrder(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inOrder(inner, key)]));
  }
  const items = value.map((item) => inOrder(item, ''));
  return SETS.test(name) ? items.sort((a, b) => (textIn(a) < textIn(b) ? -1 : 1)) : items;
}

const textIn = (value: unknown) => JSON.stringify(value);
