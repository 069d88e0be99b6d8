import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { readFile } from '../../../cli/shared/read-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
after(() => rmSync(folder, { recursive: true }));

describe('a file that a user named', () => {
  test('is read whole, up to the most that it may have', () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'grüße');
    assert.equal(readFile(file, 7), 'grüße');
    assert.throws(() => readFile(file, 6), { message: 'it has more than 6 bytes' });
  });

  test('may be a pipe that takes its time', () => {
    const pipe = join(folder, 'slow');
    execFileSync('mkfifo', [pipe]);
    // Opened for both, so that it is no end of the file before anything came.
    const writer = spawn('bash', ['-c', 'exec 3<>"$1"; sleep 0.2; echo late >&3; sleep 0.2', 'bash', pipe]);
    let text = '';
    for (let tries = 0; text === '' && tries < 1000; tries += 1) text = readFile(pipe, 100);
    writer.kill();
    assert.equal(text, 'late\n');
  });

  test('and is a pipe that stays silent is told', (t) => {
    const pipe = join(folder, 'silent');
    execFileSync('mkfifo', [pipe]);
    assert.equal(readFile(pipe, 100), '', 'nobody writes: it is empty');
    const writer = spawn('bash', ['-c', 'exec 3<>"$1"; echo x >&3; sleep 60', 'bash', pipe]);
    t.after(() => writer.kill());
    const wait = () => {
      for (let tries = 0; tries < 1000; tries += 1) readFile(pipe, 100, 100);
    };
    assert.throws(wait, { message: 'it is a pipe or a terminal, and nothing came in 0.1 s' });
  });

  for (const [device, message] of [
    ['/dev/zero', /^it has more than 100 bytes$/],
    ['/dev/urandom', /^it has more than 100 bytes$/],
    ['/proc/self', /^EISDIR/],
  ] as const) {
    test(`and is ${device} is told`, { skip: !existsSync(device) && `this machine has no ${device}` }, () => {
      assert.throws(() => readFile(device, 100), { message });
    });
  }
});
