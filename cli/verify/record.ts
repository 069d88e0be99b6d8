import { join } from 'node:path';
import { CommandError } from '../shared/command-error.ts';
import { makeFolder, writeFile } from '../shared/write-file.ts';
import type { Facts } from './facts.ts';
import type { Verdict } from './verdict.ts';

/** One observation and what was concluded from it: a fixture for the tests of `judge`. */
interface Recording {
  readonly state: Verdict['state'];
  readonly final: boolean;
  /** Of the first problem. */
  readonly cause?: string;
  readonly facts: Facts;
}

/** Writes observations to files, those that differ in more than their time. */
export class Recorder {
  private readonly folder: string;
  private count = 0;
  private last = '';

  /**
   * @param folder made when it does not exist
   * @throws CommandError when it cannot be made
   */
  constructor(folder: string) {
    this.folder = folder;
    writing(folder, () => makeFolder(folder));
  }

  /** @throws CommandError when the disk is full, or the folder is gone */
  record(facts: Facts, { state, final, problems }: Verdict): void {
    const { observedAt: _, firstSeen: __, requestedAt: ___, ...content } = facts;
    const text = JSON.stringify([content, final]);
    if (text === this.last) return;
    this.last = text;
    this.count += 1;
    const cause = problems[0]?.cause;
    const recording: Recording = { state, final, ...(cause === undefined ? {} : { cause }), facts };
    const name = [String(this.count).padStart(3, '0'), state, ...(cause === undefined ? [] : [cause])].join(' ');
    const file = join(this.folder, `${name.replaceAll(' ', '-')}.json`);
    writing(file, () => writeFile(file, `${JSON.stringify(recording, null, 2)}\n`));
  }
}

function writing(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw new CommandError(`What was observed was not written to ${path}: ${why}`, {
      help: 'name a folder that can be written to: --record <folder>',
    });
  }
}
