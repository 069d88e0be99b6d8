import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TestRepository } from '../../support/repository.ts';

/** The least that a tree holds which can be read. */
export const WHOLE = {
  'cdk.json': '{ "context": {} }',
  'package.json': '{ "type": "module" }',
  'onemerge.config.ts': 'export default {};',
  'lib/app.ts': 'export const buildApp = () => undefined;',
  'lib/config/parse.ts': 'export const parseConfig = (config: unknown) => config;',
  'lib/settings.ts': 'export const configuredSettings = () => ({});',
  'cli/shared/rendering/contract-values.ts': 'export const CONTRACT_VALUES = {};',
  'cli/shared/rendering/render.ts': 'export const renderTree = () => [];\nexport const variablesIn = () => [];',
  'gitops/a.yaml': 'a: b\n',
};

/** Texts by path; undefined leaves a file out. */
export type Files = Readonly<Record<string, string | undefined>>;

/** A repository with a project of these files and the least others, nothing committed. */
export function smallProject(of: { after(work: () => void): void }, files: Files): TestRepository {
  const tree = new TestRepository(of);
  for (const [path, text] of Object.entries({ ...WHOLE, ...files })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(tree.root, path)), { recursive: true });
    tree.write(path, text);
  }
  return tree;
}
