import { inEnvironment } from '../shared/in-environment.ts';

/** `unknown`: it could not be asked, which is never taken for good. */
export type State = 'good' | 'warning' | 'bad' | 'unknown';

/** What a check found. */
export interface Finding {
  readonly state: State;
  /** One line: what was found, with the values. */
  readonly text: string;
  /** The command or edit that helps; always there unless the state is good. */
  readonly help?: string;
}

/** One question. It reads, and changes nothing. */
export interface Check<Asked> {
  /** Names it in the table, in `--json` and in docs/first-deploy.md. */
  readonly id: string;
  /** What it asks, for people: a noun and a verb. */
  readonly title: string;
  /** @throws Error when it cannot be asked: the doctor makes that `unknown` */
  readonly find: (asked: Asked) => Promise<Finding>;
}

/** A check, and what it found. */
export interface Examined extends Finding {
  readonly id: string;
  readonly title: string;
}

export const good = (text: string): Finding => ({ state: 'good', text });
const finding = (state: State, text: string, help: string): Finding => ({ state, text, help: inEnvironment(help) });

export const warning = (text: string, help: string): Finding => finding('warning', text, help);
export const bad = (text: string, help: string): Finding => finding('bad', text, help);
export const unknown = (text: string, help: string): Finding => finding('unknown', text, help);
