import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { halvesToRead, haveSameCode } from '../../../cli/review/skip.ts';
import { SYNTHESIZED_MANIFESTS } from '../../../lib/constructs/early-external-secrets.ts';
import { ROOT } from '../../support/documents.ts';

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
    const files = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.ts$/.test(name),
    );
    const reading = files.filter((name) => /readFile|readdir/.test(readFileSync(join(ROOT, 'lib', name), 'utf8')));
    const naming = reading.filter((name) => /['"`/]gitops\b/.test(readFileSync(join(ROOT, 'lib', name), 'utf8')));
    assert.deepEqual(
      naming,
      ['constructs/early-external-secrets.ts'],
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
