import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findManifests } from '../../shared/rendering/fetched.ts';
import type { Contract, RenderedKustomization } from '../facts.ts';
import { configOf, type Installation, moduleOf } from './module-of.ts';

/**
 * What Flux applies of a tree. Settings that a config decides have their values.
 * @param code the tree whose code is used
 * @param config gives the config of the environment; where it throws, none of those settings has its value
 */
export async function render(
  tree: string,
  code: string,
  config: () => Promise<Installation | undefined> = () => configOf(code),
): Promise<RenderedKustomization[]> {
  const { renderTree } = await moduleOf(code, 'cli/shared/rendering/render.ts');
  const { CONTRACT_VALUES } = await moduleOf(code, 'cli/shared/rendering/contract-values.ts');
  const settings = { ...CONTRACT_VALUES, ...(await configured(code, config)) };
  const rendered: RenderedKustomization[] = renderTree(settings, undefined, tree);
  return rendered.map(({ name, objects }) => ({ name, objects }));
}

/** None where the config cannot be read: the infrastructure says so, and the manifests can be shown without it. */
async function configured(code: string, config: () => Promise<unknown>): Promise<Record<string, string>> {
  const { configuredSettings } = await moduleOf(code, 'lib/settings.ts');
  try {
    return configuredSettings?.(await config()) ?? {};
  } catch {
    return {};
  }
}

/** The variable of the lock: it belongs to no setting of the type. */
const FINGERPRINT = /^INFRASTRUCTURE_/;

/** A tree's settings, and the variables of all its manifests, those included that the config leaves out. */
export async function contractOf(tree: string, code: string): Promise<Contract> {
  const { variablesIn } = await moduleOf(code, 'cli/shared/rendering/render.ts');
  const { CONTRACT_VALUES } = await moduleOf(code, 'cli/shared/rendering/contract-values.ts');
  const files = findManifests(tree).filter(({ path, type }) => type === 'file' && /\.ya?ml$/.test(path));
  const variables: string[] = files.flatMap(({ path }) => variablesIn(readFileSync(join(tree, path), 'utf8')));
  const used = [...new Set(variables)].filter((name) => !FINGERPRINT.test(name));
  return { written: Object.keys(CONTRACT_VALUES).sort(), used: used.sort() };
}
