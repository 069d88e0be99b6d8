import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { INTERRUPTED } from '../shared/errors.ts';
import type { Tally } from '../shared/steps.ts';
import { removeRun } from './cleanup.ts';
import { namespacesOf } from './host-snapshot.ts';
import { type SandboxPlan, writePlan } from './plan.ts';

/** How long the inside may take to put things in order after Ctrl-C, in seconds. */
const FAREWELL = 15;

const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];

/** The first process of the sandbox waits for the program and, as every first process must, for whatever loses its parent. */
const FIRST_PROCESS = ['bash', '-c', '"$@"; exit $?', 'sandbox'];

/** What the program inside tells the one outside. */
interface ChildMessage {
  readonly namespaces?: readonly string[];
  readonly tally?: Tally;
}

/** What happened in a sandbox. */
export interface Visit {
  /** Of the program inside. */
  readonly code: number;
  /** The sandbox's namespaces; none when it ended without reporting. */
  readonly namespaces: readonly string[];
  /** How many steps passed and failed inside; undefined when it ended without reporting. */
  readonly tally: Tally | undefined;
  /** The run's folder was kept, with the logs. */
  readonly logsKept: boolean;
}

/**
 * Runs this very program again inside a sandbox: private network, mount and process namespaces, in which `readPlan`
 * returns the plan. When the sandbox's first process ends, by itself or by force, the kernel ends everything in it.
 * Ctrl-C is passed on as a request, a second one ends the sandbox. Afterwards cgroup and folder are removed; a failure
 * keeps the logs, and so does `keepLogs`.
 * @param options.entered is called with the sandbox's namespaces
 * @param options.say prints a line
 */
export async function enterSandbox(
  plan: SandboxPlan,
  options: {
    readonly keepLogs: boolean;
    readonly entered: (namespaces: readonly string[]) => void;
    readonly say: (line: string) => void;
  },
): Promise<Visit> {
  const program = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', [...NAMESPACES, ...FIRST_PROCESS, ...program], {
    env: { ...process.env, ...writePlan(plan) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  let namespaces: readonly string[] = [];
  let tally: Tally | undefined;
  child.on('message', (message: ChildMessage) => {
    tally = message.tally ?? tally;
    if (!message.namespaces) return;
    namespaces = message.namespaces;
    options.entered(namespaces);
  });
  let asked = 0;
  const ask = () => {
    asked += 1;
    if (asked > 1) child.kill('SIGKILL');
    else stop(child, options.say);
  };
  let code = 1;
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, ask);
  try {
    code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (exit) => resolve(exit ?? INTERRUPTED));
    });
  } finally {
    for (const signal of signals) process.off(signal, ask);
    await removeRun(plan, { keepLogs: options.keepLogs || keepsLogs(code) });
  }
  return { code, namespaces, tally, logsKept: options.keepLogs || keepsLogs(code) };
}

function keepsLogs(code: number): boolean {
  return code !== 0 && code !== INTERRUPTED;
}

/** Asks the program inside to stop, and ends the sandbox if it does not. */
function stop(child: ChildProcess, say: (line: string) => void): void {
  say(`\nStopping: this takes up to ${FAREWELL} s; press Ctrl-C again to end at once.`);
  if (child.connected) child.send('stop');
  void sleep(FAREWELL * 1000, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
}

/**
 * For the program inside: tells the process outside its namespaces, and returns a signal that aborts when the person
 * outside asks to stop. If the process outside is gone, this one ends at once, and the sandbox with it.
 */
export function stopRequest(): AbortSignal {
  const controller = new AbortController();
  sendToHost({ namespaces: namespacesOf('self') });
  process.on('message', () => controller.abort());
  process.on('disconnect', () => process.exit(INTERRUPTED));
  process.channel?.unref();
  return controller.signal;
}

/** For the program inside: reports to the process outside how many steps passed. */
export function tellTally(tally: Tally): void {
  sendToHost({ tally });
}

function sendToHost(message: ChildMessage): void {
  process.send?.(message);
}
