import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chosenEnvironment } from '../../../lib/config/chosen-environment.ts';

/**
 * A module of the tree. Trees may differ, so what it holds is looked up by name.
 * @throws Error without a place of its own when the tree has no such file
 */
// biome-ignore lint/suspicious/noExplicitAny: the module is another commit's
export async function moduleOf(tree: string, path: string): Promise<any> {
  const file = join(tree, path);
  if (!existsSync(file)) throw missing(path, file);
  return import(pathToFileURL(file).href);
}

/** As Node.js says it of a file that it is to read. */
function missing(path: string, file: string): Error {
  return Object.assign(new Error(`${path} does not exist`), { code: 'ENOENT', path: file });
}

/**
 * The tree's config, parsed by its own rules. Of several environments the one that is named, or else the one that nothing comes
 * after: it is what readers see.
 * @throws ConfigError of the tree
 */
export async function configOf(tree: string): Promise<Installation | undefined> {
  const { parseConfig } = await moduleOf(tree, 'lib/config/parse.ts');
  const all = await installationsOf(tree);
  const named = chosenEnvironment();
  if (named !== undefined && all[0]?.environment !== undefined) {
    const { default: config } = await moduleOf(tree, 'onemerge.config.ts');
    return parseConfig(config, named);
  }
  return all.find(({ environment }) => !all.some((other) => isAfter(other, environment?.name)));
}

/** The config of each environment, in the config's order; the one config where there are none. @throws ConfigError of the tree */
export async function installationsOf(tree: string): Promise<readonly Installation[]> {
  const { parseConfig, parseInstallations } = await moduleOf(tree, 'lib/config/parse.ts');
  const { default: config } = await moduleOf(tree, 'onemerge.config.ts');
  // Trees from before there were environments.
  return parseInstallations === undefined ? [parseConfig(config)] : parseInstallations(config);
}

const isAfter = ({ environment }: Installation, name: string | undefined): boolean =>
  name !== undefined && environment?.after === name;

/** As far as it matters here. */
export interface Installation {
  readonly environment?: { readonly name: string; readonly after?: string; readonly approval?: unknown };
}
