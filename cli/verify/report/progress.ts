import type { Facts } from '../facts.ts';
import { beginning } from '../names.ts';
import type { Part, Verdict } from '../verdict.ts';
import type { Listener } from '../watch.ts';
import { duration } from './times.ts';
import { partsToldOnce } from './told-once.ts';

/** How often a log that shows no change says that the watch goes on, in milliseconds. */
const HEARTBEAT = 30_000;

/** Progress where lines cannot be taken back, as in a build's log: a line for each change. */
export class PlainProgress implements Listener {
  private readonly out: NodeJS.WriteStream;
  private readonly shown = new Map<string, string>();
  private wroteAt = 0;

  constructor(out: NodeJS.WriteStream) {
    this.out = out;
  }

  seen(facts: Facts, verdict: Verdict): void {
    const changed = verdict.parts.filter(({ name, found }) => this.shown.get(name) !== found);
    for (const { name, found } of changed) this.shown.set(name, found);
    for (const { name, found, state } of partsToldOnce(changed)) {
      this.line(facts, `${state === 'live' ? 'ok' : '..'} ${name}: ${found}`);
    }
    if (changed.length === 0 && Date.parse(facts.observedAt) - this.wroteAt >= HEARTBEAT) {
      this.line(
        facts,
        `.. still waiting for ${unsettled(verdict)
          .map(({ name }) => name)
          .join(', ')}`,
      );
    }
  }

  note(text: string): void {
    this.out.write(`${text}\n`);
  }

  private line(facts: Facts, text: string): void {
    this.wroteAt = Date.parse(facts.observedAt);
    this.out.write(`[${elapsed(facts)}] ${text}\n`);
  }
}

/** Progress on a terminal: a few lines that are drawn again in place. */
export class LiveProgress implements Listener {
  private readonly out: NodeJS.WriteStream;
  private drawn = 0;

  constructor(out: NodeJS.WriteStream) {
    this.out = out;
  }

  seen(facts: Facts, verdict: Verdict): void {
    const open = unsettled(verdict);
    const live = verdict.parts.length - open.length;
    const lines = [
      `${live} of ${verdict.parts.length} parts live, ${elapsed(facts)}`,
      ...partsToldOnce(open)
        .slice(0, Math.max((this.out.rows ?? 24) - 3, 1))
        .map(({ name, found }) => `  ${name}: ${found}`),
    ];
    this.clear();
    const width = (this.out.columns ?? 80) - 1;
    this.out.write(`${lines.map((line) => line.slice(0, width)).join('\n')}\n`);
    this.drawn = lines.length;
    if (verdict.final) this.clear();
  }

  note(text: string): void {
    this.clear();
    this.out.write(`${text}\n`);
  }

  private clear(): void {
    if (this.drawn > 0) this.out.write(`\u001b[${this.drawn}A\u001b[J`);
    this.drawn = 0;
  }
}

const unsettled = ({ parts }: Verdict): readonly Part[] => parts.filter(({ state }) => state !== 'live');

/** `12 s after the merge`. */
const elapsed = (facts: Facts): string =>
  `${duration(Date.parse(facts.observedAt) - Date.parse(facts.mergedAt))} after the ${beginning(facts)}`;
