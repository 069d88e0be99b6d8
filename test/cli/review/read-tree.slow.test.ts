import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readCommit, readTree } from '../../../cli/review/trees.ts';
import { TestRepository } from '../../support/repository.ts';
import { smallProject, WHOLE } from './small-project.ts';

/** What is said about the infrastructure of a project with this config. */
async function read(of: { after(work: () => void): void }, config: string) {
  const repository = new TestRepository(of);
  repository.addProject();
  repository.write('onemerge.config.ts', `${config}\n${repository.read('onemerge.config.ts')}`);
  const { infrastructure } = await readTree(repository.root, ['infrastructure']);
  return infrastructure ?? assert.fail('it was not read');
}

describe('a tree is read although its code', () => {
  test('prints to standard output', async (t) => {
    assert.ok('value' in (await read(t, "console.log('hello');")));
  });

  for (const [title, config, told] of [
    ['ends the process', 'process.exit(0);', /^onemerge\.config\.ts:\d+:\d+: process\.exit would end the command/],
    ['fails behind its back', "setImmediate(() => { throw new Error('late'); });", /its code ended .* 1: Error: late/],
    ['waits for ever', 'await new Promise(() => undefined);', /its code ended the reading with 13/],
  ] as const) {
    test(`${title}, and says so`, async (t) => {
      const infrastructure = await read(t, config);
      assert.match('error' in infrastructure ? infrastructure.error : '', told);
    });
  }
});

describe('a commit is read as the same files are where they lie', () => {
  const ONLY_DOCUMENTS = {
    ...Object.fromEntries(Object.keys(WHOLE).map((path) => [path, undefined])),
    'docs/it.md': '',
  };
  const renderer =
    "import { name } from '../../../docs/it.ts';\nexport const renderTree = () => [{ name, objects: [] }];";
  for (const [title, files, sameCode] of [
    ['by the code of the branch', {}, true],
    ['by its own code', {}, false],
    [
      'although its code imports from a folder of documents',
      {
        'cli/shared/rendering/render.ts': `${renderer}\nexport const variablesIn = () => [];`,
        'docs/it.ts': "export const name = 'documented';",
      },
      false,
    ],
    [
      'although its config does',
      {
        'onemerge.config.ts': "export { config as default } from './docs/it.ts';",
        'docs/it.ts': "export const config = { environment: { name: 'documented' } };",
      },
      false,
    ],
    ['although it has no manifests', { 'gitops/a.yaml': undefined, 'docs/it.md': '' }, true],
    ['although it holds documents alone', ONLY_DOCUMENTS, false],
    ['although it holds packages, which are not those that are installed here', { 'node_modules/it.js': '' }, true],
  ] as const) {
    test(title, async (t) => {
      const repository = smallProject(t, files);
      const commit = repository.commit();
      const [read, lies] = await Promise.all([
        readCommit(repository.root, commit, ['workload'], sameCode),
        readTree(repository.root, ['workload']),
      ]);
      assert.deepEqual(read, lies);
      assert.ok(read.workload, 'nothing was read');
    });
  }
});
