import type { Sandbox } from '../sandbox/setup.ts';
import type { Program } from '../shared/process/program.ts';

/** What starts programs: a sandbox. */
export type Starts = Pick<Sandbox, 'start'>;

/** A sandbox that remembers what was started through it, so that it can be ended before the sandbox is. */
export interface Recording<T extends Starts> {
  readonly sandbox: T;
  /** In the order in which they were started. */
  readonly programs: readonly Program[];
  /** Ends them, the last one first. */
  readonly stop: () => Promise<void>;
}

export function record<T extends Starts>(sandbox: T): Recording<T> {
  const programs: Program[] = [];
  const start: Sandbox['start'] = (...args) => {
    const program = sandbox.start(...args);
    programs.push(program);
    return program;
  };
  const stop = async () => {
    for (const program of programs.toReversed()) await program.stop();
  };
  return { sandbox: { ...sandbox, start }, programs, stop };
}
