import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

export const COMMIT = `3f2a9c8${'0'.repeat(33)}`;

/** A file as a build leaves it: live, with these changes. */
export function verdictFile(t: TestContext, changes: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'verdict.json');
  const verdict = { commit: COMMIT, state: 'live', summary: '3f2a9c8 is live.', problems: [], notes: [], ...changes };
  writeFileSync(file, JSON.stringify(verdict));
  return file;
}
