/** Milliseconds of a day. */
export const DAY_MS = 24 * 3600 * 1000;

/** A day of UTC: `2026-12-31`. */
export const day = (date: Date): string => date.toISOString().slice(0, 10);
