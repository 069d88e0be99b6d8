import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { startReaper } from './reaper.ts';

/** A program in a process group of its own, and the group's number. */
function program(): { readonly child: ChildProcess; readonly group: number } {
  const child = spawn('sleep', ['30'], { stdio: 'ignore', detached: true });
  if (child.pid === undefined) throw new Error('sleep cannot be started');
  return { child, group: child.pid };
}

test('what a process was running ends with it, and what it had released does not', async () => {
  const [held, released] = [program(), program()];
  const reaper = startReaper();
  for (const { group } of [released, held]) reaper.hold(group);
  reaper.release(released.group);

  const end = once(held.child, 'exit');
  reaper.end();

  assert.deepEqual(await end, [null, 'SIGKILL'], 'the reaper did not end the group that was held');
  assert.equal(released.child.exitCode, null);
  const ended = once(released.child, 'exit');
  released.child.kill();
  assert.deepEqual(await ended, [null, 'SIGTERM']);
});
