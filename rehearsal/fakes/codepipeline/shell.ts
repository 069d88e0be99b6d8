import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';

/** Sources each file that is named on descriptor 3 and tells its exit code on descriptor 4. */
const LOOP = 'while IFS= read -r command <&3; do . "$command" 3<&- 4>&-; echo "$?" >&4; done';

export interface ShellOptions {
  readonly shell: 'sh' | 'bash';
  /** Where the first command starts. */
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Gets what the commands print. */
  readonly log: string;
  /** A folder for the commands' files. */
  readonly scratch: string;
}

/**
 * The shell of one build. As in version 0.2 of CodeBuild's buildspec, all commands run in this one instance: folders and
 * variables last from one to the next, and a command that exits ends the shell.
 */
export class BuildShell {
  readonly #child: ChildProcess;
  readonly #scratch: string;
  readonly #exit: Promise<number>;
  readonly #codes: AsyncIterator<string>;
  readonly #commands: Writable;
  #count = 0;

  constructor(options: ShellOptions) {
    const log = openSync(options.log, 'a');
    // The `sh` of CodeBuild's image is bash in its POSIX mode.
    this.#child = spawn('bash', ['-c', LOOP], {
      argv0: options.shell,
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ['ignore', log, log, 'pipe', 'pipe'],
      detached: true,
    });
    closeSync(log);
    this.#scratch = options.scratch;
    this.#exit = new Promise((resolve) => {
      this.#child.once('error', () => resolve(127));
      this.#child.once('exit', (code) => resolve(code ?? 137));
    });
    const [, , , commands, codes] = this.#child.stdio;
    if (!(commands instanceof Writable) || !(codes instanceof Readable)) throw new TypeError('the shell has no pipes');
    commands.on('error', () => undefined); // the shell is gone, which its exit code tells
    this.#commands = commands;
    this.#codes = createInterface({ input: codes })[Symbol.asyncIterator]();
  }

  /** Runs one command to its end and gives its exit code; that of the shell, if the command ended it. */
  async run(command: string): Promise<number> {
    this.#count += 1;
    const file = join(this.#scratch, `${this.#count}.sh`);
    await writeFile(file, `${command}\n`);
    this.#commands.write(`${file}\n`);
    const answer = await this.#codes.next();
    // A shell that ended has not done the command, even if it says 0.
    return answer.done ? (await this.#exit) || 1 : Number.parseInt(answer.value, 10);
  }

  /** Ends the shell and everything it started. */
  async end(): Promise<void> {
    this.#commands.end();
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // the group is already gone
    }
    await this.#exit;
  }
}
