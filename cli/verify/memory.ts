import type { Verdict } from './verdict.ts';

/** A problem that is gone for longer than this has passed; Flux hides its failures while it tries again. */
const GAP = 60_000;

/** What one observation must know of those before it. */
export interface Memory {
  /** By the problem's key, ISO times. */
  readonly firstSeen: Readonly<Record<string, string>>;
  readonly lastSeen: Readonly<Record<string, string>>;
  /** Since when a part has been live, by its name, ISO times. */
  readonly liveSince: Readonly<Record<string, string>>;
}

export const NOTHING_YET: Memory = { firstSeen: {}, lastSeen: {}, liveSince: {} };

/** The memory after one more verdict. */
export function remember(memory: Memory, verdict: Verdict, observedAt: string): Memory {
  const now = Object.fromEntries(verdict.problems.map(({ key }) => [key, observedAt]));
  const recent = Object.entries(memory.lastSeen).filter(
    ([key, at]) => key in now || Date.parse(observedAt) - Date.parse(at) <= GAP,
  );
  const lastSeen = { ...Object.fromEntries(recent), ...now };
  const firstSeen = Object.keys(lastSeen).map((key) => [key, memory.firstSeen[key] ?? observedAt]);
  const live = verdict.parts.filter(({ state }) => state === 'live');
  const liveSince = live.map(({ name, at }) => [name, at ?? memory.liveSince[name] ?? observedAt]);
  return { lastSeen, firstSeen: Object.fromEntries(firstSeen), liveSince: Object.fromEntries(liveSince) };
}
