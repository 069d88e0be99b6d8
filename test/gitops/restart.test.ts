import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { lookAt } from '../../gitops/apps/ghost/restart.mjs';

/** Two files, what looks at them, and how often it has ended Ghost. */
function scene(t: TestContext, started = true) {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-restart-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const files = ['username', 'password'].map((name) => join(folder, name));
  for (const file of files) writeFileSync(file, 'old');
  const ends: string[] = [];
  const look = lookAt(
    files,
    async () => started,
    () => void ends.push('ended'),
  );
  return { ends, look, change: (index: number) => writeFileSync(files[index] ?? '', 'new') };
}

test('Ghost runs on while its secrets are as they were', async (t) => {
  const { look, ends } = scene(t);
  await look();
  assert.deepEqual(ends, []);
});

test('Ghost ends when one of its secrets has changed, and so starts with the new one', async (t) => {
  const { look, ends, change } = scene(t);
  change(1);
  await look();
  assert.deepEqual(ends, ['ended']);
});

test('Ghost is left alone while it starts: it may be migrating', async (t) => {
  const { look, ends, change } = scene(t, false);
  change(0);
  await look();
  assert.deepEqual(ends, []);
});
