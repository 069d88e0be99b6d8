import { DAY_MS } from '../shared/day.ts';
import { duration } from '../verify/report/times.ts';

/** For people: `3 m 05 s ago`, `4 days ago`. */
export function age(at: Date, now: Date): string {
  const passed = Math.max(now.getTime() - at.getTime(), 0);
  return passed < 2 * DAY_MS ? `${duration(passed)} ago` : `${Math.floor(passed / DAY_MS)} days ago`;
}
