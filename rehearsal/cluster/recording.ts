import type { Room } from '../sandbox/setup.ts';
import type { Program } from '../shared/process/program.ts';

/** A room that remembers what was started through it, so that it can be ended before the room is. */
export interface Recording {
  readonly room: Room;
  /** In the order in which they were started. */
  readonly programs: readonly Program[];
  /** Ends them, the last one first. */
  readonly stop: () => Promise<void>;
}

export function record(room: Room): Recording {
  const programs: Program[] = [];
  const start: Room['start'] = (...args) => {
    const program = room.start(...args);
    programs.push(program);
    return program;
  };
  const stop = async () => {
    for (const program of programs.toReversed()) await program.stop();
  };
  return { room: { ...room, start }, programs, stop };
}
