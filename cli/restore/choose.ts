import { momentText } from '../../lib/config/restore.ts';
import { CommandError } from '../shared/command-error.ts';
import { type Database, type Moments, nearestMoment, type Uploads, windowsOf } from './moments.ts';

/** A date and a time with its zone: without one, everybody would read it as their own. */
const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The database of a moment.
 * @param text as a person wrote it: `2026-11-26T15:29:30Z`
 * @throws CommandError with exit code 1 when it cannot be had, with the nearest that can
 */
export function databaseAt(moments: Moments, text: string, now: Date): Database {
  const at = new Date(text.replace(' ', 'T'));
  if (!MOMENT.test(text) || Number.isNaN(at.getTime()) || !isDay(text.slice(0, 10))) {
    throw refused(`"${text}" is no date and time with its zone`, nearestMoment(moments, now), 'the latest');
  }
  const [window] = windowsOf(moments, at);
  if (window) return { at, window };
  const why = at > now ? 'is in the future' : 'is in no backup of the database';
  throw refused(`${momentText(at)} ${why}`, nearestMoment(moments, at), 'the nearest');
}

/** Whether the calendar has the day: JavaScript takes February 30th for March 2nd. */
const isDay = (date: string): boolean => new Date(date).toISOString().startsWith(date);

/**
 * The database of a snapshot.
 * @throws CommandError with exit code 1 when the blog has no such snapshot
 */
export function databaseOf({ snapshots }: Moments, name: string): Database {
  const snapshot = snapshots.find((one) => one.snapshot === name);
  if (snapshot) return { at: snapshot.at, snapshot };
  const names = snapshots.map((one) => one.snapshot).join(', ');
  throw new CommandError(`The blog has no snapshot ${name}`, {
    help: names ? `use one of ${names}` : 'npx onemerge restore',
    exitCode: 1,
  });
}

/**
 * The backup of the uploads of a time.
 * @param time as the list shows it
 * @throws CommandError with exit code 1 when there is none
 */
export function uploadsOf({ uploads }: Moments, time: string): Uploads {
  const found = uploads.find(({ at }) => momentText(at) === time);
  if (found) return found;
  const times = uploads.map(({ at }) => momentText(at)).join(', ');
  throw new CommandError(`There is no backup of the uploads of ${time}`, {
    help: times ? `use one of ${times}` : 'npx onemerge restore',
    exitCode: 1,
  });
}

function refused(what: string, nearest: Date | undefined, which: string): CommandError {
  const help =
    nearest === undefined ? 'npx onemerge restore' : `take ${which}: npx onemerge restore --to ${momentText(nearest)}`;
  return new CommandError(what, { help, exitCode: 1 });
}
