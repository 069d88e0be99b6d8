import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A module of the tree. Trees may differ, so what it holds is looked up by name. */
// biome-ignore lint/suspicious/noExplicitAny: the module is another commit's
export const moduleOf = async (tree: string, path: string): Promise<any> =>
  import(pathToFileURL(join(tree, path)).href);

/** The tree's config, parsed by its own rules. @throws ConfigError of the tree */
export async function configOf(tree: string): Promise<unknown> {
  const { parseConfig } = await moduleOf(tree, 'lib/config/parse.ts');
  const config = await moduleOf(tree, 'onemerge.config.ts');
  return parseConfig(config.default);
}
