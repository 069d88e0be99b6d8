import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { requireAnswerFile, writeAnswer } from '../../../cli/shared/write-answer.ts';
import { verifyCommand } from '../../../cli/verify/command.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const verdictIn = (path: string) => ({ what: 'verdict', path, elsewhere: '--output <file>' });

/** Places that take no answer: what is made below a folder, the path to name, what the system says of it. */
const PLACES: readonly (readonly [title: string, path: string, fault: string, make?: (folder: string) => unknown])[] = [
  ['its folder is missing', 'missing/verdict.json', 'ENOENT'],
  ['it is a folder', '.', 'EISDIR'],
  ['its folder is a file', 'file/verdict.json', 'ENOTDIR', (folder) => writeFileSync(join(folder, 'file'), '')],
  ['it is a link to itself', 'link', 'ELOOP', (folder) => symlinkSync('link', join(folder, 'link'))],
  ['its name is too long', 'a'.repeat(300), 'ENAMETOOLONG'],
  ['it is below /proc', '/proc/onemerge-test.json', 'ENOENT'],
  ['it is below /sys', '/sys/onemerge-test.json', '(?:EACCES|EPERM|EROFS)'],
  ['it is below a device', '/dev/null/verdict.json', 'ENOTDIR'],
];

describe("an answer's file", () => {
  test('holds the answer as JSON', (t) => {
    const file = join(folderFor(t), 'verdict.json');
    writeAnswer(verdictIn(file), '{"state":"live"}');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { state: 'live' });
  });

  test('holds no secret that the output hides', (t) => {
    const file = join(folderFor(t), 'review.json');
    process.env.THIS_TESTS_PASSWORD = 'sesame-open';
    t.after(() => delete process.env.THIS_TESTS_PASSWORD);
    writeAnswer(verdictIn(file), '{"error":"sesame-open","token":"ghp_0123456789abcdefghi"}');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { error: '***', token: '***' });
  });

  for (const [title, path, fault, make] of PLACES) {
    const skip = path.startsWith('/') && !existsSync(resolve(path, '..')) && `this machine has no ${path}`;
    test(`that cannot be written because ${title} is named before the work and after it, with the option`, {
      skip,
    }, (t) => {
      const folder = folderFor(t);
      make?.(folder);
      const file = resolve(folder, path);
      const told = (how: string) => ({
        message: new RegExp(`^The verdict ${how} written to ${file}: ${fault}`),
        help: /^name a file in a folder that exists, on a disk with room: --output <file>$/,
        exitCode: 2,
      });
      assert.throws(() => requireAnswerFile(verdictIn(file)), told('cannot be'));
      assert.throws(() => writeAnswer(verdictIn(file), '{}'), told('was not'));
    });
  }

  test('on a full disk is named', { skip: !existsSync('/dev/full') && 'this machine has no /dev/full' }, () => {
    assert.throws(() => writeAnswer(verdictIn('/dev/full'), '{}'), { message: /ENOSPC/, exitCode: 2 });
  });

  test('that is a pipe which nobody reads is named, and not waited for', (t) => {
    const file = join(folderFor(t), 'pipe');
    execFileSync('mkfifo', [file]);
    assert.throws(() => writeAnswer(verdictIn(file), '{}'), { message: /ENXIO/, exitCode: 2 });
  });

  test('that is a socket is named', async (t) => {
    const file = join(folderFor(t), 'socket');
    const server = createServer().listen(file);
    t.after(() => server.close());
    await once(server, 'listening');
    assert.throws(() => requireAnswerFile(verdictIn(file)), { message: /ENXIO/, exitCode: 2 });
  });

  test('is not touched before there is an answer', (t) => {
    const folder = folderFor(t);
    writeFileSync(join(folder, 'old.json'), 'old');
    symlinkSync('yet-to-be.json', join(folder, 'link'));
    for (const name of ['old.json', 'new.json', 'link']) requireAnswerFile(verdictIn(join(folder, name)));
    assert.deepEqual(readdirSync(folder).sort(), ['link', 'old.json']);
    assert.equal(readFileSync(join(folder, 'old.json'), 'utf8'), 'old');
    writeAnswer(verdictIn(join(folder, 'link')), '{}');
    assert.equal(readFileSync(join(folder, 'yet-to-be.json'), 'utf8'), '{}\n');
  });

  test('may be a pipe that somebody reads, and gets the answer alone', async (t) => {
    const pipe = join(folderFor(t), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'inherit'] });
    const text = reader.stdout.toArray();
    const work = () => {
      requireAnswerFile(verdictIn(pipe));
      writeAnswer(verdictIn(pipe), '{}');
    };
    const end = Date.now() + 60_000;
    for (;;) {
      try {
        work();
        break;
      } catch (error) {
        // The reader has not opened it yet.
        if (Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    assert.equal(Buffer.concat(await text).toString(), '{}\n');
  });

  test('is named by an option or by a variable that the build sets', () => {
    const option = verifyCommand().options.find(({ long }) => long === '--output');
    assert.equal(option?.envVar, 'ONEMERGE_VERDICT_FILE');
  });
});
