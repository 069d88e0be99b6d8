import { createHash } from 'node:crypto';
import type { Template } from './output-fingerprint.ts';

/**
 * A fingerprint of the infrastructure that templates describe: what they deploy, assets by their hashes. Metadata and the
 * order of keys do not count, and neither do the machine, the folder or the version of Node.js.
 * @param templates by stack name
 * @returns 12 hexadecimal digits
 */
export function fingerprintInfrastructure(templates: ReadonlyMap<string, Template>): string {
  const stacks = Object.fromEntries([...templates].map(([name, template]) => [name, withoutMetadata(template)]));
  return createHash('sha256').update(JSON.stringify(stacks, sortedKeys)).digest('hex').slice(0, 12);
}

/**
 * One fingerprint for the infrastructure of several environments.
 * @param each the names of the environments and their fingerprints
 */
export function fingerprintTogether(each: readonly (readonly [string, string])[]): string {
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(each), sortedKeys))
    .digest('hex')
    .slice(0, 12);
}

/** The name of the setting, and of the manifests' variable, for the infrastructure of a fingerprint. */
export const infrastructureKey = (fingerprint: string): string => `INFRASTRUCTURE_${fingerprint}`;

/**
 * The setting that says which infrastructure stands: its name holds the fingerprint, so that a manifest which names
 * another one cannot be substituted. See docs/decisions/0015-the-gate.md.
 */
export function infrastructureSetting(fingerprint: string): Record<string, string> {
  return { [infrastructureKey(fingerprint)]: 'complete' };
}

/** The fingerprints that a text names as settings, each once. */
export function infrastructuresIn(text: string): string[] {
  return [
    ...new Set([...text.matchAll(/\bINFRASTRUCTURE_([0-9a-f]{12})\b/g)].map(([, fingerprint = '']) => fingerprint)),
  ];
}

function withoutMetadata(template: Template): unknown {
  const { Metadata: _own, Resources, ...rest } = template as Template & { readonly Metadata?: unknown };
  const resources = Object.entries(Resources).map(([id, resource]) => {
    const { Metadata: _its, ...deployed } = resource as typeof resource & { readonly Metadata?: unknown };
    return [id, deployed];
  });
  return { ...rest, Resources: Object.fromEntries(resources) };
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
