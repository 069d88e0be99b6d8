import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { readFile } from '../../../cli/shared/read-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
after(() => rmSync(folder, { recursive: true }));

/**
 * A pipe that a shell has opened, as descriptor 3, before anybody reads it.
 * @param then what the shell does with it
 */
async function pipeOf(t: TestContext, then: string): Promise<string> {
  const pipe = join(mkdtempSync(join(folder, 'pipe-')), 'pipe');
  execFileSync('mkfifo', [pipe]);
  // Opened for both, so that what is written before the first reader comes is not lost.
  const writer = spawn('bash', ['-c', `exec 3<>"$1"; echo open; ${then}`, 'bash', pipe], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => writer.kill());
  await once(writer.stdout, 'data');
  return pipe;
}

describe('a file that a user named', () => {
  test('is read whole, up to the most that it may have', () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'grüße');
    assert.equal(readFile(file, 7), 'grüße');
    assert.throws(() => readFile(file, 6), { message: 'it has more than 6 bytes' });
  });

  test('may be a pipe that takes its time', async (t) => {
    const pipe = await pipeOf(t, 'sleep 0.2; echo late >&3; while read -t 0 -u 3; do sleep 0.05; done');
    assert.equal(readFile(pipe, 100), 'late\n');
  });

  test('and is a pipe that stays silent is told', async (t) => {
    const pipe = await pipeOf(t, 'exec sleep 60');
    const message = 'it is a pipe or a terminal, and nothing came in 0.1 s';
    assert.throws(() => readFile(pipe, 100, 100), { message });
  });

  test('and is a pipe that nobody writes to is empty', () => {
    const pipe = join(folder, 'abandoned');
    execFileSync('mkfifo', [pipe]);
    assert.equal(readFile(pipe, 100), '');
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
