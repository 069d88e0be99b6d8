import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { INTERRUPTED } from '../errors.ts';
import { removeRun } from './leftovers.ts';
import { type RoomPlan, writePlan } from './plan.ts';

/** How long the inside may take to put things in order after Ctrl-C, in seconds. */
const FAREWELL = 15;

const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];

/** The first process of the room waits for the program and, as every first process must, for whatever loses its parent. */
const FIRST_PROCESS = ['bash', '-c', '"$@"; exit $?', 'room'];

/**
 * Runs this very program again inside a room: private network, mount and process namespaces, in which `readPlan`
 * returns the plan. When the room's first process ends, by itself or by force, the kernel ends everything in it.
 * Ctrl-C is passed on as a request; afterwards cgroup and folder are removed, unless `keepFolder`. A failure keeps the logs.
 * @returns the exit code of the program inside.
 */
export async function enterRoom(plan: RoomPlan, options: { readonly keepFolder: boolean }): Promise<number> {
  const program = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', [...NAMESPACES, ...FIRST_PROCESS, ...program], {
    env: { ...process.env, ...writePlan(plan) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  const ask = () => stop(child);
  let code = 1;
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, ask);
  try {
    code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (exit) => resolve(exit ?? INTERRUPTED));
    });
    return code;
  } finally {
    for (const signal of signals) process.off(signal, ask);
    const failed = code !== 0 && code !== INTERRUPTED;
    await removeRun(plan, options.keepFolder ? 'all' : failed ? 'logs' : 'nothing');
  }
}

/** Asks the program inside to stop, and ends the room if it does not. */
function stop(child: ChildProcess): void {
  if (child.connected) child.send('stop');
  void sleep(FAREWELL * 1000, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
}

/**
 * For the program inside: a signal that aborts when the person outside asks to stop. If the process outside is gone,
 * this one ends at once, and the room with it.
 */
export function stopRequest(): AbortSignal {
  const controller = new AbortController();
  process.on('message', () => controller.abort());
  process.on('disconnect', () => process.exit(INTERRUPTED));
  process.channel?.unref();
  return controller.signal;
}
