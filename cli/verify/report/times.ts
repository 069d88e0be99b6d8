import type { Memory } from '../memory.ts';
import type { Half, Part } from '../verdict.ts';

/** `12 s`, `3 m 05 s`, `1 h 02 m`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  if (h > 0) return `${h} h ${two(m)} m`;
  return m > 0 ? `${m} m ${two(s)} s` : `${s} s`;
}

/** Milliseconds from the merge until a part was live; negative when it was so before, undefined when it is not. */
export function sinceMerge(part: Part, memory: Memory, mergedAt: string): number | undefined {
  const at = memory.liveSince[part.name];
  return part.state === 'live' && at !== undefined ? Date.parse(at) - Date.parse(mergedAt) : undefined;
}

/** From the merge until the last part of a half that the merge changed was live; undefined when it changed none. */
export function halfSinceMerge(
  half: Half,
  parts: readonly Part[],
  memory: Memory,
  mergedAt: string,
): number | undefined {
  const times = parts.filter((part) => part.half === half).map((part) => sinceMerge(part, memory, mergedAt));
  const after = times.filter((time): time is number => time !== undefined && time >= 0);
  return after.length === 0 ? undefined : Math.max(...after);
}
