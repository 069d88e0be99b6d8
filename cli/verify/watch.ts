import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../shared/command-error.ts';
import type { Facts } from './facts.ts';
import { atTimeout, judge } from './judge/judge.ts';
import { type Memory, NOTHING_YET, remember } from './memory.ts';
import { beginning, short } from './names.ts';
import { EXIT_CODES, type Verdict } from './verdict.ts';

/** The webhook brings a push within a second or two; after this many seconds it is taken for lost. */
const WEBHOOK_TIMEOUT_SECONDS = 15;
/** Flux needs a moment to answer a request, and may fail to; then it is asked again. Seconds. */
const ASK_AGAIN_AFTER = 60;

/** What the watch looks at and what it may do. */
export interface Watched {
  observe(firstSeen: Facts['firstSeen']): Promise<Facts>;
  /** Resolves when the commit's templates are there, or will never be: a look is worth more then. */
  synthesized(): Promise<void>;
  ask(): Promise<void>;
  /**
   * Asks Flux to apply once more what these facts are about, and waits until it has.
   * @param at what it is asked as: ISO 8601
   * @param patience how long it waits, in milliseconds
   * @returns whether Flux has done it since
   */
  applyAgain(facts: Facts, at: string, patience: number): Promise<boolean>;
}

/** Where the watch says what it sees. */
export interface Listener {
  seen(facts: Facts, verdict: Verdict, memory: Memory): void;
  note(text: string): void;
}

export interface Outcome {
  readonly verdict: Verdict;
  readonly facts: Facts;
  readonly memory: Memory;
  readonly notes: readonly string[];
}

/**
 * Looks again and again until the verdict is final or the time is up. A look that is under way then is not waited for: the
 * one before it decides.
 * @param times.timeout in seconds
 * @param times.interval between two looks, in seconds
 * @param times.since when the time began to run, in milliseconds since 1970; now when left out
 * @throws CommandError when the time is up before the first look is over
 */
export async function watch(
  watched: Watched,
  listener: Listener,
  times: { timeout: number; interval: number; since?: number },
): Promise<Outcome> {
  const deadline = (times.since ?? Date.now()) + times.timeout * 1000;
  const notes: string[] = [];
  const note = (text: string) => {
    notes.push(text);
    listener.note(text);
  };
  let memory = NOTHING_YET;
  let askedAt = 0;
  let requestedAt: string | undefined;
  let last: Facts | undefined;
  let synthesized = false;
  const synthesis = watched.synthesized().then(() => {
    synthesized = true;
  });
  for (;;) {
    // Once something was seen, no look begins after the time is up: it would be waited for.
    const isOver = last !== undefined && Date.now() >= deadline;
    const wasSynthesized = synthesized;
    const look = isOver ? undefined : await before(deadline, watched.observe(memory.firstSeen));
    const facts: Facts | undefined = look === undefined ? last : { ...look, ...(requestedAt && { requestedAt }) };
    if (facts === undefined) throw nothingSeen(times.timeout);
    last = facts;
    const timeIsUp = look === undefined || Date.now() >= deadline;
    const verdict = timeIsUp ? atTimeout(judge(facts)) : judge(facts);
    memory = remember(memory, verdict, facts.observedAt);
    listener.seen(facts, verdict, memory);
    if (verdict.final) {
      if (timeIsUp) note(`Time is up: ${times.timeout} s.`);
      return { verdict, facts, memory, notes };
    }
    if (shouldAsk(verdict, facts, askedAt)) {
      askedAt = Date.parse(facts.observedAt);
      note(await askFlux(watched, facts));
    }
    const request = verdict.confirm ? new Date().toISOString() : requestedAt;
    if (request !== undefined) {
      const left = Math.max(deadline - Date.now(), 0);
      const patience = verdict.confirm ? Math.min(ANSWERS_WITHIN, left) : 0;
      const answer = await within(left, askOnceMore(watched, facts, { at: request, patience }, note));
      if (answer !== undefined) requestedAt = request;
      if (answer === true) continue;
    }
    const milliseconds = Math.min(times.interval * 1000, Math.max(deadline - Date.now(), 0));
    await (wasSynthesized ? sleep(milliseconds) : within(milliseconds, synthesis));
  }
}

/** Flux applies everything once more within these milliseconds, where nothing else keeps it busy. */
const ANSWERS_WITHIN = 10_000;

/** What a look brings; undefined when the time is up before. With no time at all there is one look. */
async function before(deadline: number, look: Promise<Facts>): Promise<Facts | undefined> {
  const left = deadline - Date.now();
  return left <= 0 ? look : within(left, look);
}

/** What is waited for; undefined when it does not come within these milliseconds. */
async function within<T>(milliseconds: number, awaited: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  const timer = sleep(milliseconds, undefined, { signal: over.signal }).catch(() => undefined);
  try {
    return await Promise.race([awaited, timer]);
  } finally {
    over.abort();
  }
}

function nothingSeen(timeout: number): CommandError {
  return new CommandError(`Nothing could be seen within ${timeout} s: AWS or the cluster did not answer.`, {
    help: 'give it longer: --timeout <seconds>',
    exitCode: EXIT_CODES.unknown,
  });
}

function shouldAsk({ ask }: Verdict, { mergedAt, observedAt }: Facts, askedAt: number): boolean {
  const now = Date.parse(observedAt);
  const overdue = now - Date.parse(mergedAt) >= WEBHOOK_TIMEOUT_SECONDS * 1000;
  return ask && overdue && now - askedAt >= ASK_AGAIN_AFTER * 1000;
}

/** @returns whether Flux has done it since; undefined when it could not be asked */
async function askOnceMore(
  watched: Watched,
  facts: Facts,
  { at, patience }: { readonly at: string; readonly patience: number },
  note: (text: string) => void,
): Promise<boolean | undefined> {
  try {
    return await watched.applyAgain(facts, at, patience);
  } catch (error) {
    note(`Flux could not be asked to apply everything once more: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

async function askFlux(watched: Watched, facts: Facts): Promise<string> {
  const seconds = Math.round((Date.parse(facts.observedAt) - Date.parse(facts.mergedAt)) / 1000);
  const unseen = `Flux had not seen ${short(facts.commit)} ${seconds} s after the ${beginning(facts)}`;
  const why = facts.promoted ? unseen : `${unseen} (is the webhook lost?)`;
  try {
    await watched.ask();
    return `${why}: asked it to reconcile.`;
  } catch (error) {
    return `${why}, and could not be asked: ${error instanceof Error ? error.message : error}`;
  }
}
