import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { verifyCommand } from '../../../../cli/verify/command.ts';
import { writeVerdict } from '../../../../cli/verify/report/verdict-file.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe("the verdict's file", () => {
  test('holds the verdict as JSON', (t) => {
    const file = join(folderFor(t), 'verdict.json');
    writeVerdict(file, '{"state":"live"}');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { state: 'live' });
  });

  test('that cannot be written is named, with the option, and leaves the answer unknown', (t) => {
    const file = join(folderFor(t), 'missing', 'verdict.json');
    assert.throws(() => writeVerdict(file, '{}'), {
      message: /^The verdict was not written to .*missing\/verdict\.json: ENOENT/,
      exitCode: 2,
    });
  });

  test('is named by an option or by a variable that the build sets', () => {
    const option = verifyCommand().options.find(({ long }) => long === '--output');
    assert.equal(option?.envVar, 'ONEMERGE_VERDICT_FILE');
  });
});
