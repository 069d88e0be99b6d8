import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readTree } from '../../../cli/review/trees.ts';
import { TestRepository } from '../../support/repository.ts';

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
