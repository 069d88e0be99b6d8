/** A merge on GitHub makes its commit a moment before anybody sees the push. Milliseconds. */
const MOMENTS = 120_000;

/**
 * When a commit was pushed, as far as anybody has seen it. Its own date is that of the merge only for a merge on GitHub: a merge
 * queue, a direct push and a clock that is ahead make it hours wrong.
 * @param committedAt the commit's own date, in milliseconds since 1970, like all of these
 * @param watchedSince when somebody began to ask about it
 * @param seenAt when those who were told of the push, such as Flux, had it
 */
export function pushTime(committedAt: number, watchedSince: number, seenAt: readonly number[]): number {
  // A date that cannot be read says nothing.
  const seen = Math.min(watchedSince, ...seenAt.filter(Number.isFinite));
  // A source that has it since before the commit's date has a clock of its own.
  return committedAt <= seen && seen - committedAt <= MOMENTS ? committedAt : seen;
}
