/** Hours and minutes of UTC, for example `03:30`. */
export type TimeOfDay = string;

const DAY = 24 * 60;

/** A time of day on the clock: `00:00` to `23:59`. */
export const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** @param minutes how much later, or earlier when negative; less than a day */
export function later(time: TimeOfDay, minutes: number): TimeOfDay {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const sum = (hour * 60 + minute + minutes + DAY) % DAY;
  return [Math.floor(sum / 60), sum % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** The same time of day, an hour later. */
export const hourAfter = (time: TimeOfDay): TimeOfDay => later(time, 60);
