import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { writeAnswer } from '../../../cli/shared/write-answer.ts';
import { verifyCommand } from '../../../cli/verify/command.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe("an answer's file", () => {
  test('holds the answer as JSON', (t) => {
    const file = join(folderFor(t), 'verdict.json');
    writeAnswer('verdict', file, '{"state":"live"}', '--output <file>');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { state: 'live' });
  });

  test('holds no secret that the output hides', (t) => {
    const file = join(folderFor(t), 'review.json');
    process.env.THIS_TESTS_PASSWORD = 'sesame-open';
    t.after(() => delete process.env.THIS_TESTS_PASSWORD);
    writeAnswer('review', file, '{"error":"sesame-open","token":"ghp_0123456789abcdefghi"}', '--output <file>');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { error: '***', token: '***' });
  });

  for (const [title, path, fault] of [
    ['because its folder is missing', 'missing/verdict.json', 'ENOENT'],
    ['because it is a folder', '.', 'EISDIR'],
    ['because the disk is full', '/dev/full', 'ENOSPC'],
  ] as const) {
    const skip = path.startsWith('/dev/') && !existsSync(path) && `this machine has no ${path}`;
    test(`that cannot be written ${title} is named, with the option, and leaves the answer unknown`, { skip }, (t) => {
      const file = resolve(folderFor(t), path);
      assert.throws(() => writeAnswer('verdict', file, '{}', '--output <file>'), {
        message: new RegExp(`^The verdict was not written to ${file}: ${fault}`),
        help: /^name a file in a folder that exists, on a disk with room: --output <file>$/,
        exitCode: 2,
      });
    });
  }

  test('is named by an option or by a variable that the build sets', () => {
    const option = verifyCommand().options.find(({ long }) => long === '--output');
    assert.equal(option?.envVar, 'ONEMERGE_VERDICT_FILE');
  });
});
