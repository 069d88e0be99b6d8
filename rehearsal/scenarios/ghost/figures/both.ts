/** The same of the blog as it was before anybody had worked for its readers, and as it is. */
export interface Both<T> {
  readonly before: T;
  readonly after: T;
}

/** Makes something of each. */
export const ofBoth = <T, U>({ before, after }: Both<T>, make: (one: T) => U): Both<U> => ({
  before: make(before),
  after: make(after),
});

/** Does something with both at the same time. */
export async function atOnce<T, U>({ before, after }: Both<T>, work: (one: T) => Promise<U>): Promise<Both<U>> {
  const [ofBefore, ofAfter] = await Promise.all([work(before), work(after)]);
  return { before: ofBefore, after: ofAfter };
}

/** A line of the table: "requests of readers 98 | 97". */
export const line = (what: string, { before, after }: Both<string | number>): string => `${what} ${before} | ${after}`;

/** A line for each of the figures. */
export const lines = <T>(both: Both<T>, named: Readonly<Record<string, (one: T) => string | number>>): string[] =>
  Object.entries(named).map(([name, figure]) => line(name, ofBoth(both, figure)));
