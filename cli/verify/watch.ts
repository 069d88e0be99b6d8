import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from './facts.ts';
import { atTimeout, judge } from './judge/judge.ts';
import { type Memory, NOTHING_YET, remember } from './memory.ts';
import { short } from './names.ts';
import type { Verdict } from './verdict.ts';

/** The webhook brings a push within a second or two; after this many seconds it is taken for lost. */
const WEBHOOK_TIMEOUT_SECONDS = 15;
/** Flux needs a moment to answer a request, and may fail to; then it is asked again. Seconds. */
const ASK_AGAIN_AFTER = 60;

/** What the watch looks at and what it may do. */
export interface Watched {
  observe(firstSeen: Facts['firstSeen']): Promise<Facts>;
  ask(): Promise<void>;
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
 * Looks again and again until the verdict is final or the time is up.
 * @param times.timeout in seconds
 * @param times.interval between two looks, in seconds
 */
export async function watch(
  watched: Watched,
  listener: Listener,
  times: { timeout: number; interval: number },
): Promise<Outcome> {
  const deadline = Date.now() + times.timeout * 1000;
  const notes: string[] = [];
  const note = (text: string) => {
    notes.push(text);
    listener.note(text);
  };
  let memory = NOTHING_YET;
  let askedAt = 0;
  for (;;) {
    const facts = await watched.observe(memory.firstSeen);
    const timeIsUp = Date.now() >= deadline;
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
    await sleep(Math.min(times.interval * 1000, Math.max(deadline - Date.now(), 0)));
  }
}

function shouldAsk({ ask }: Verdict, { mergedAt, observedAt }: Facts, askedAt: number): boolean {
  const now = Date.parse(observedAt);
  const overdue = now - Date.parse(mergedAt) >= WEBHOOK_TIMEOUT_SECONDS * 1000;
  return ask && overdue && now - askedAt >= ASK_AGAIN_AFTER * 1000;
}

async function askFlux(watched: Watched, { commit, mergedAt, observedAt }: Facts): Promise<string> {
  const seconds = Math.round((Date.parse(observedAt) - Date.parse(mergedAt)) / 1000);
  const why = `Flux had not seen ${short(commit)} ${seconds} s after the merge (is the webhook lost?)`;
  try {
    await watched.ask();
    return `${why}: asked it to reconcile.`;
  } catch (error) {
    return `${why}, and could not be asked: ${error instanceof Error ? error.message : error}`;
  }
}
