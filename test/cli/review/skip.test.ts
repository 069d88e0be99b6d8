import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { halvesToRead, haveSameCode, pathsOf } from '../../../cli/review/skip.ts';
import { SYNTHESIZED_MANIFESTS } from '../../../lib/constructs/early-external-secrets.ts';
import { ROOT } from '../../support/documents.ts';

/** The files below a folder that read others, and name something on a line that holds no address. */
function readingFiles(folder: string, naming: RegExp): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ts$/.test(name),
  );
  return files
    .map((name) => join(folder, name))
    .filter((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      return (
        /readFile|readdir|existsSync|Asset\(/.test(text) &&
        text.split('\n').some((line) => naming.test(line) && !line.includes('https://'))
      );
    });
}

const BOTH = ['checks', 'workload'];

describe('the review reads', () => {
  for (const [what, paths, halves] of [
    ['nothing for documents and tests', ['README.md', 'docs/operations.md', 'test/lib/app.test.ts'], []],
    ['nothing for an approval alone', ['approvals.json'], []],
    ['the workload alone for manifests', ['gitops/apps/ghost/deployment.yaml', 'README.md'], ['workload']],
    ['both for a stack', ['lib/database-stack.ts'], BOTH],
    ['both for the config', ['onemerge.config.ts'], BOTH],
    ['both for another package', ['package-lock.json'], BOTH],
    ['both for a file that nobody thought of', ['new-folder/it.ts'], BOTH],
    ['both for a stack beside a manifest', ['gitops/apps/ghost/service.yaml', 'lib/app.ts'], BOTH],
    ['both for a manifest that a template takes in', ['gitops/operators/controllers/external-secrets.yaml'], BOTH],
  ] as const) {
    test(what, () => assert.deepEqual(halvesToRead(paths), halves));
  }

  test('templates for every manifest that lib/ names', () => {
    assert.deepEqual(
      readingFiles('lib', /['"`/]gitops\b/),
      ['lib/constructs/early-external-secrets.ts'],
      'A template that is made of manifests: halvesToRead in cli/review/skip.ts has to know which.',
    );
    for (const path of SYNTHESIZED_MANIFESTS) readFileSync(join(ROOT, path));
  });
});

describe('the code of the pull request reads the base', () => {
  for (const [what, paths, same] of [
    ['when manifests and documents differ', ['gitops/apps/ghost/service.yaml', 'docs/review.md'], true],
    ['but not when commands differ', ['cli/shared/rendering/render.ts', 'gitops/apps/ghost/service.yaml'], false],
    ['but not when stacks differ', ['lib/app.ts'], false],
    ['but not when the config differs', ['onemerge.config.ts'], false],
    ['but not when packages differ', ['package-lock.json'], false],
  ] as const) {
    test(what, () => assert.equal(haveSameCode(paths), same));
  }
});

describe('the files of the base that are written', () => {
  test('are its manifests alone where the code of the pull request reads them', () => {
    assert.deepEqual(pathsOf(['workload'], true), ['gitops']);
  });

  for (const [what, paths] of [
    ['the code of the base reads them', pathsOf(['workload'], false)],
    ['templates are made of them', pathsOf(['checks', 'workload'], true)],
  ] as const) {
    test(`are all but documents and tests where ${what}`, () => {
      assert.ok(
        paths.includes(':(exclude)docs') && paths.includes(':(exclude)test'),
        `only ${paths.join(' ')} are left out`,
      );
      assert.ok(
        paths.every((path) => path.startsWith(':(exclude)')),
        `${paths.join(' ')} takes some files alone`,
      );
    });
  }

  test('leave out no folder whose files code reads', () => {
    const names = pathsOf(['checks', 'workload'], false).map((path) => path.replace(/^:\(exclude\)\.?/, ''));
    const naming = new RegExp(`['"\`/]\\.?(${names.join('|')})['"\`/]`);
    assert.deepEqual(
      ['lib', 'cli/shared/rendering', 'cli/review/reader'].flatMap((folder) => readingFiles(folder, naming)),
      [],
      'Move what they read out of those folders, or take the folder off the list in cli/review/skip.ts.',
    );
  });
});
