import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Execution } from '../fakes/codepipeline/execution.ts';
import { verdictFile } from '../fakes/codepipeline/verdict-file.ts';
import { RehearsalError } from '../shared/errors.ts';
import { expectLive } from './expect-live.ts';
import type { Harness } from './harness.ts';
import type { Verdict } from './verify.ts';

const COMMIT = 'c'.repeat(40);

/** Waits on a harness whose pipeline has ended an execution whose build left this verdict, or none. */
async function waitFor(
  changes: Partial<Execution>,
  verdict?: Pick<Verdict, 'state' | 'summary'>,
): ReturnType<typeof expectLive> {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  try {
    const log = join(folder, 'build.log');
    if (verdict) writeFileSync(verdictFile(log), JSON.stringify(verdict));
    const execution = { status: 'Succeeded', started: 1000, updated: 43_000, reason: undefined, log, ...changes };
    const harness = {
      pipeline: { runner: { ended: async () => execution } },
      site: async () => ({ refresh: async () => undefined }),
    };
    return await expectLive(harness as unknown as Harness, { commit: COMMIT });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const quoting = (words: RegExp) => (error: unknown) => error instanceof RehearsalError && words.test(error.message);

test('an execution whose verdict is live returns how long it took, and each half', async () => {
  const summary = 'ccccccc is live: infrastructure unchanged, workload live 3 s after the merge';
  assert.deepEqual(await waitFor({}, { state: 'live', summary: `${summary}.` }), { seconds: 42, summary });
});

test('an execution that failed is reported with the cause in its verdict, not with its exit code', async () => {
  const summary = 'ccccccc is not live: image not found (Pod ghost/ghost-x).';
  const reason = 'BUILD: Error while executing command: npx onemerge verify. Reason: exit status 1';
  await assert.rejects(
    waitFor({ status: 'Failed', reason }, { state: 'not live', summary }),
    quoting(/ended as Failed: ccccccc is not live: image/),
  );
});

test('an execution that failed before its verdict is reported with its reason', async () => {
  const reason = 'INSTALL: Error while executing command: npm ci. Reason: exit status 1';
  await assert.rejects(waitFor({ status: 'Failed', reason }), quoting(/ended as Failed: INSTALL: .*npm ci/));
});

test('a superseded commit did not go live, although its execution succeeded', async () => {
  const summary = 'ccccccc is superseded by ddddddd: Flux holds the later commit, whose own execution judges it.';
  await assert.rejects(waitFor({}, { state: 'superseded', summary }), quoting(/ccccccc is superseded by ddddddd/));
});

test('a build without a verdict proves nothing', async () => {
  await assert.rejects(waitFor({}), quoting(/Succeeded: without a verdict/));
});
