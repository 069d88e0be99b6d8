import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { BuildShell } from './shell.ts';

function shell(t: TestContext, env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  const log = join(folder, 'log');
  const built = new BuildShell({
    shell: 'sh',
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', ...env },
    log,
    scratch: folder,
  });
  t.after(async () => {
    await built.end();
    rmSync(folder, { recursive: true });
  });
  return { run: (command: string) => built.run(command), printed: () => readFileSync(log, 'utf8') };
}

test('folders, variables and functions last from one command to the next', async (t) => {
  const { run, printed } = shell(t);
  assert.equal(await run('mkdir deep && cd deep\nWHERE=here'), 0);
  assert.equal(await run('greet() { echo "hello from $(basename "$PWD"), $WHERE"; }'), 0);
  assert.equal(await run('greet'), 0);
  assert.match(printed(), /hello from deep, here/);
});

test('a command that fails is told by its exit code, and the shell goes on', async (t) => {
  const { run } = shell(t);
  assert.equal(await run('(exit 7)'), 7);
  assert.equal(await run('no-such-command'), 127);
  assert.equal(await run('true'), 0);
});

test('a command that ends the shell, or is no shell, fails; nothing runs after it', async (t) => {
  const { run, printed } = shell(t);
  assert.equal(await run('exit 4'), 4);
  assert.equal(await run('echo afterwards'), 4);
  assert.doesNotMatch(printed(), /afterwards/);
  const other = shell(t);
  assert.notEqual(await other.run('if then ('), 0);
});

test('nothing of the environment of whoever rehearses is inherited', async (t) => {
  process.env.ONEMERGE_TEST_SECRET = 'secret';
  t.after(() => delete process.env.ONEMERGE_TEST_SECRET);
  const { run, printed } = shell(t, { OWN: 'own' });
  await run('env');
  assert.match(printed(), /OWN=own/);
  assert.doesNotMatch(printed(), /ONEMERGE_TEST_SECRET/);
});
