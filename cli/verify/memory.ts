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
  /** The same, from when Flux was asked to apply everything once more: being applied again makes nothing live anew. */
  readonly confirmed: Readonly<Record<string, string>>;
  /** Parts that were seen when they were not live yet, by name. */
  readonly awaited: readonly string[];
}

export const NOTHING_YET: Memory = { firstSeen: {}, lastSeen: {}, liveSince: {}, confirmed: {}, awaited: [] };

/** The memory after one more verdict. */
export function remember(memory: Memory, verdict: Verdict, observedAt: string): Memory {
  const now = Object.fromEntries(verdict.problems.map(({ key }) => [key, observedAt]));
  const recent = Object.entries(memory.lastSeen).filter(
    ([key, at]) => key in now || Date.parse(observedAt) - Date.parse(at) <= GAP,
  );
  const lastSeen = { ...Object.fromEntries(recent), ...now };
  const firstSeen = Object.keys(lastSeen).map((key) => [key, memory.firstSeen[key] ?? observedAt]);
  const live = verdict.parts.filter(({ state }) => state === 'live');
  // A part that does not say since when, and was live at the first look, was so at some time before: nobody knows when.
  const liveSince = live.flatMap(({ name, at }) => {
    const since =
      memory.confirmed[name] ??
      at ??
      memory.liveSince[name] ??
      (memory.awaited.includes(name) ? observedAt : undefined);
    return since === undefined ? [] : [[name, since]];
  });
  const waiting = verdict.parts.filter(({ state }) => state !== 'live').map(({ name }) => name);
  const awaited = [...new Set([...memory.awaited, ...waiting])];
  const times: Record<string, string> = Object.fromEntries(liveSince);
  const confirmed = verdict.confirm ? times : memory.confirmed;
  return { lastSeen, firstSeen: Object.fromEntries(firstSeen), liveSince: times, confirmed, awaited };
}
