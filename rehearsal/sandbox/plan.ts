import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Results } from '../builds/catalogue.ts';
import type { Upstreams } from './upstream.ts';

/** What the process outside tells the process inside a sandbox: everything that is decided before the sandbox closes. */
export interface SandboxPlan {
  /** Unique among rehearsals; names the cgroup. */
  readonly id: string;
  /** The run's folder, as seen from outside. */
  readonly folder: string;
  /** Where what was built is. */
  readonly cache: Results;
  /** Registries whose upstream answers; requests for them go through `upstreamSocket`. */
  readonly upstream: Upstreams;
  /** The address outside of the proxy into the sandbox, `http://127.0.0.1:PORT`; none when it is not kept. */
  readonly door?: string;
}

/** The variable that tells a process that it is inside, and where its plan is. */
const VARIABLE = 'ONEMERGE_SANDBOX';

/** Writes the plan and returns the environment for the process inside. */
export function writePlan(plan: SandboxPlan): Readonly<Record<string, string>> {
  writeFileSync(planFile(plan.folder), JSON.stringify(plan, null, 2));
  return { [VARIABLE]: planFile(plan.folder) };
}

/** The variable that every process of a run has in its environment, containers excepted: `NAME=value`. */
export function sandboxVariable(folder: string): string {
  return `${VARIABLE}=${planFile(folder)}`;
}

/** The folder of the run that a `NAME=value` of a process names, if that is the variable. */
export function runFolderOf(variable: string): string | undefined {
  return variable.startsWith(`${VARIABLE}=`) ? dirname(variable.slice(VARIABLE.length + 1)) : undefined;
}

/** Where the plan of a run is. */
export function planFile(folder: string): string {
  return join(folder, 'sandbox.json');
}

/** The plan, when this process is inside a sandbox; undefined outside. */
export function readPlan(env: Readonly<Record<string, string | undefined>>): SandboxPlan | undefined {
  const file = env[VARIABLE];
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as SandboxPlan) : undefined;
}

/** Where the process outside forwards requests to upstream registries. */
export function upstreamSocket(folder: string): string {
  return join(folder, 'upstream.sock');
}
