/** One thing that was done, for the table and the report. */
export interface StepRecord {
  readonly name: string;
  readonly seconds: number;
  readonly outcome: 'done' | 'failed';
  /** What a reader should know about it, for example which registry answered. */
  readonly note?: string;
}

/** How often a running step shows its time when the output is not a terminal, in seconds. */
const SIGN_OF_LIFE = 30;

/** Runs the steps of a rehearsal one after another, shows each live with its time, and remembers them. */
export class Steps {
  readonly records: StepRecord[] = [];
  readonly #terminal: boolean;
  readonly #write: (text: string) => void;

  constructor(output: { readonly terminal: boolean; readonly write: (text: string) => void } = standardOutput()) {
    this.#terminal = output.terminal;
    this.#write = output.write;
  }

  /** Prints a line that is no step. */
  say(line: string): void {
    this.#write(`${line}\n`);
  }

  /** Runs one step. What it returns is returned; `note` turns that into words for the table. */
  async run<T>(name: string, work: () => Promise<T>, note?: (result: T) => string): Promise<T> {
    const start = Date.now();
    const seconds = () => (Date.now() - start) / 1000;
    const show = () => this.#write(this.#terminal ? `\r  ... ${name} ${seconds().toFixed(0)} s` : '');
    let told = 0;
    const timer = setInterval(() => {
      show();
      if (this.#terminal || seconds() - told < SIGN_OF_LIFE) return;
      told = seconds();
      this.say(`  ... ${name} ${told.toFixed(0)} s`);
    }, 1000);
    try {
      show();
      const result = await work();
      this.#finish({ name, seconds: seconds(), outcome: 'done', ...(note ? { note: note(result) } : {}) });
      return result;
    } catch (error) {
      this.#finish({ name, seconds: seconds(), outcome: 'failed' });
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  #finish(record: StepRecord): void {
    this.records.push(record);
    const mark = record.outcome === 'done' ? 'ok ' : 'NO ';
    const line = `  ${mark} ${record.name.padEnd(44)} ${record.seconds.toFixed(1).padStart(7)} s`;
    this.#write(`${this.#terminal ? '\r\x1b[K' : ''}${line}${record.note ? `  ${record.note}` : ''}\n`);
  }
}

function standardOutput() {
  return { terminal: process.stdout.isTTY === true, write: (text: string) => void process.stdout.write(text) };
}
