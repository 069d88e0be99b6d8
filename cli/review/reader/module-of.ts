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
export async function configOf(tree: string): Promise<unknown> {
  const { parseConfig, parseInstallations } = await moduleOf(tree, 'lib/config/parse.ts');
  const { default: config } = await moduleOf(tree, 'onemerge.config.ts');
  // Trees from before there were environments.
  if (parseInstallations === undefined) return parseConfig(config);
  const all: readonly Installation[] = parseInstallations(config);
  if (all[0]?.environment === undefined) return all[0];
  const named = chosenEnvironment();
  if (named !== undefined) return parseConfig(config, named);
  return all.find(({ environment }) => !all.some((other) => other.environment?.after === environment?.name));
}

/** As far as it matters here. */
interface Installation {
  readonly environment?: { readonly name: string; readonly after?: string };
}
