import { matches, mayOverlap } from './pattern.ts';

/** What an element of a statement reaches: one pattern, or everything but some. */
export type Extent = { readonly only: string } | { readonly except: readonly string[] };

/** An element and its negation, such as `Action` and `NotAction`, one extent for each thing that is named. */
export function extents(named: readonly string[] | undefined, not: readonly string[] | undefined): Extent[] {
  if (named !== undefined) return named.map((only) => ({ only }));
  return [not === undefined ? NO_ELEMENT : { except: not }];
}

/** The policy of an identity names no principal, a trust policy no resource. */
const NO_ELEMENT: Extent = { only: '(none)' };

/** Whether an extent surely reaches all that another one reaches. */
export function reaches(wide: Extent, narrow: Extent): boolean {
  if ('only' in wide) return 'only' in narrow ? matches(wide.only, narrow.only) : wide.only === '*';
  if ('only' in narrow) return !wide.except.some((pattern) => mayOverlap(pattern, narrow.only));
  return wide.except.every((pattern) => narrow.except.some((wider) => matches(wider, pattern)));
}
