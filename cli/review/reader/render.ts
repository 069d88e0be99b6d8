import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract, RenderedKustomization } from '../facts.ts';
import { configOf, moduleOf } from './module-of.ts';

/** What Flux applies of a tree, rendered by its own code. Settings that the config decides have their values. */
export async function render(tree: string): Promise<RenderedKustomization[]> {
  const { renderTree } = await moduleOf(tree, 'cli/shared/rendering/render.ts');
  const { CONTRACT_VALUES } = await moduleOf(tree, 'cli/shared/rendering/contract-values.ts');
  const rendered: RenderedKustomization[] = renderTree({ ...CONTRACT_VALUES, ...(await configured(tree)) });
  return rendered.map(({ name, objects }) => ({ name, objects }));
}

/** None where the config cannot be read: the infrastructure says so, and the manifests can be shown without it. */
async function configured(tree: string): Promise<Record<string, string>> {
  const { configuredSettings } = await moduleOf(tree, 'lib/settings.ts');
  try {
    return configuredSettings?.(await configOf(tree)) ?? {};
  } catch {
    return {};
  }
}

/** The variable of the lock: it belongs to no setting of the type. */
const FINGERPRINT = /^INFRASTRUCTURE_/;

/** A tree's settings, and the variables of all its manifests, those included that the config leaves out. */
export async function contractOf(tree: string): Promise<Contract> {
  const { variablesIn } = await moduleOf(tree, 'cli/shared/rendering/render.ts');
  const { CONTRACT_VALUES } = await moduleOf(tree, 'cli/shared/rendering/contract-values.ts');
  const folder = join(tree, 'gitops');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
  const variables: string[] = files.flatMap((name) => variablesIn(readFileSync(join(folder, name), 'utf8')));
  const used = [...new Set(variables)].filter((name) => !FINGERPRINT.test(name));
  return { written: Object.keys(CONTRACT_VALUES).sort(), used: used.sort() };
}
