/** One thing that was done, for the table and the report. */
export interface StepRecord {
  readonly name: string;
  readonly seconds: number;
  readonly outcome: 'done' | 'failed';
  /** What a reader should know about it, for example which registry answered. */
  readonly note?: string;
  /** What was measured, by name and unit, in the order in which it was measured. */
  readonly figures?: Readonly<Record<string, readonly number[]>>;
}

/** What a step has to tell of itself. */
type StepNote = Pick<StepRecord, 'note' | 'figures'>;

/** How often a running step shows its time when the output is not a terminal, in seconds. */
const SIGN_OF_LIFE = 30;

/** How many steps passed and failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export function tally(records: readonly StepRecord[]): Tally {
  const failed = records.filter(({ outcome }) => outcome === 'failed').length;
  return { passed: records.length - failed, failed };
}

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

  /** Runs one step. What it returns is returned; `note` turns that into words for the table, or words and figures. */
  async run<T>(name: string, work: () => Promise<T>, note?: (result: T) => string | StepNote): Promise<T> {
    const start = Date.now();
    const seconds = () => (Date.now() - start) / 1000;
    const show = () => this.#write(this.#terminal ? `\r  ... ${name} ${seconds().toFixed(0)} s` : '');
    let shown = 0;
    const timer = setInterval(() => {
      show();
      if (this.#terminal || seconds() - shown < SIGN_OF_LIFE) return;
      shown = seconds();
      this.say(`  ... ${name} ${shown.toFixed(0)} s`);
    }, 1000);
    try {
      show();
      const result = await work();
      this.#finish({ name, seconds: seconds(), outcome: 'done', ...(note ? toStepNote(note(result)) : {}) });
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

function toStepNote(words: string | StepNote): StepNote {
  if (typeof words === 'string') return { note: words };
  const { note, figures = {} } = words;
  return { ...(note ? { note } : {}), ...(Object.keys(figures).length > 0 ? { figures } : {}) };
}

function standardOutput() {
  return { terminal: process.stdout.isTTY === true, write: (text: string) => void process.stdout.write(text) };
}
