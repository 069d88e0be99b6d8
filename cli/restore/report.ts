import type { Config } from '../../lib/config/config.ts';
import { momentText } from '../../lib/config/restore.ts';
import { duration } from '../verify/report/times.ts';
import { type Database, type Moments, nearestDatabase, type Uploads } from './moments.ts';

/** What goes together, and what is lost by going back to it. Milliseconds. */
interface Pair {
  readonly uploads: Date;
  readonly recoveryPoint: string;
  /** The database nearest to them; none when there is no backup of one. */
  readonly database?: { readonly at: Date; readonly apart: number; readonly of: string };
  /** What was written in this time before now is lost. */
  readonly lost: number;
}

/** Each backup of the uploads with the database nearest to it, the latest first. */
export function pairs(moments: Moments, now: Date): Pair[] {
  return moments.uploads
    .toSorted((a, b) => Number(b.at) - Number(a.at))
    .map(({ at, recoveryPoint }) => {
      const database = nearestDatabase(moments, at);
      const earlier = database && database.at < at ? database.at : at;
      return {
        uploads: at,
        recoveryPoint,
        ...(database
          ? { database: { at: database.at, apart: Number(database.at) - Number(at), of: nameOf(database) } }
          : {}),
        lost: Number(now) - Number(earlier),
      };
    });
}

/** For people: everything that one can go back to. */
export function momentLines({ name, region }: Config, moments: Moments, now: Date): string[] {
  const { windows, snapshots } = moments;
  return [
    `${name} in ${region}, ${momentText(now)}: what one can go back to`,
    ...part(
      'Database, each second of',
      windows,
      (one) => `${momentText(one.from)} to ${momentText(one.to)}  ${one.identifier} (${one.source})`,
    ),
    ...part('Snapshots of it', snapshots, (one) => `${momentText(one.at)}  ${one.snapshot}`),
    ...part('Uploads, and the database nearest to them', pairs(moments, now), pairText),
    'Go back: npx onemerge restore --to <time>',
  ];
}

function part<T>(head: string, list: readonly T[], line: (one: T) => string): string[] {
  return list.length === 0 ? [`${head}: none`] : [`${head}:`, ...list.map((one) => `  ${line(one)}`)];
}

function pairText({ uploads, database, lost }: Pair): string {
  const at = momentText(uploads);
  if (!database) return `${at}  no backup of a database`;
  return `${at}  ${database.of}, ${distance(database.apart)}; loses what was written in the last ${duration(lost)}`;
}

const distance = (apart: number) =>
  Math.abs(apart) < 1000 ? 'the same second' : `${duration(Math.abs(apart))} ${apart > 0 ? 'later' : 'earlier'}`;

const nameOf = ({ window, snapshot }: Database) => (window ? window.identifier : (snapshot?.snapshot ?? ''));

/** For people: what a restore brings back, and what it loses. */
export function restoreLines(database: Database, uploads: Uploads | undefined, now: Date): string[] {
  const back = `Database  ${nameOf(database)} as of ${momentText(database.at)}; what was written in the ${duration(Number(now) - Number(database.at))} since is not in it`;
  if (!uploads) return [back, 'Uploads   as they are'];
  const apart = Number(uploads.at) - Number(database.at);
  const missing = apart < -1000 ? ': files that came in between are not there' : '';
  return [back, `Uploads   as of ${momentText(uploads.at)}, ${distance(apart)}${missing}`];
}
