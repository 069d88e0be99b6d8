/** A database whose every moment between two times can be had again; it may be gone itself. */
export interface Window {
  /** `db-...` */
  readonly source: string;
  readonly identifier: string;
  readonly from: Date;
  readonly to: Date;
  /** What it has grown to. GiB. */
  readonly storageGiB: number;
}

/** A database as it was once. */
export interface Snapshot {
  readonly snapshot: string;
  readonly at: Date;
  readonly storageGiB: number;
}

/** A backup of what users uploaded. */
export interface Uploads {
  readonly recoveryPoint: string;
  readonly fileSystem: string;
  readonly at: Date;
}

/** Everything that one can go back to. */
export interface Moments {
  readonly windows: readonly Window[];
  readonly snapshots: readonly Snapshot[];
  readonly uploads: readonly Uploads[];
}

/** A database to go back to, and the moment that it is of. */
export type Database = { readonly at: Date } & (
  | { readonly window: Window; readonly snapshot?: never }
  | { readonly snapshot: Snapshot; readonly window?: never }
);

/** The windows that hold a moment, the one that ends last first: that database lived on longest. */
export function windowsOf({ windows }: Moments, at: Date): Window[] {
  return windows.filter(({ from, to }) => from <= at && at <= to).toSorted((a, b) => Number(b.to) - Number(a.to));
}

/** The moment nearest to another one that a window holds; undefined when there is no window. */
export function nearestMoment({ windows }: Moments, at: Date): Date | undefined {
  const edges = windows.map(({ from, to }) => (at < from ? nextSecond(from) : at > to ? thisSecond(to) : at));
  return nearestTo(at, edges, (edge) => edge);
}

/** The database nearest to a moment: of the same second, or a snapshot, or the edge of a window. */
export function nearestDatabase(moments: Moments, at: Date): Database | undefined {
  const edge = nearestMoment(moments, at);
  const [window] = edge === undefined ? [] : windowsOf(moments, edge);
  const inTime: Database[] = edge && window ? [{ at: edge, window }] : [];
  const taken = moments.snapshots.map((snapshot): Database => ({ at: snapshot.at, snapshot }));
  return nearestTo(at, [...inTime, ...taken], (one) => one.at);
}

/** The uploads for a database of a moment: the last that were backed up by then, or else the first after it. */
export function uploadsFor({ uploads }: Moments, at: Date): Uploads | undefined {
  const inOrder = uploads.toSorted((a, b) => Number(a.at) - Number(b.at));
  return inOrder.findLast((one) => one.at <= at) ?? inOrder[0];
}

function nearestTo<T>(at: Date, list: readonly T[], timeOf: (one: T) => Date): T | undefined {
  const distance = (one: T) => Math.abs(Number(timeOf(one)) - Number(at));
  return list.toSorted((a, b) => distance(a) - distance(b))[0];
}

// RDS takes whole seconds, and a window may begin and end within one.
const nextSecond = (at: Date) => new Date(Math.ceil(Number(at) / 1000) * 1000);
const thisSecond = (at: Date) => new Date(Math.floor(Number(at) / 1000) * 1000);
