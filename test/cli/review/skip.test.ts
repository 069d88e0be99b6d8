import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { halvesToRead } from '../../../cli/review/skip.ts';

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
  ] as const) {
    test(what, () => assert.deepEqual(halvesToRead(paths), halves));
  }
});
