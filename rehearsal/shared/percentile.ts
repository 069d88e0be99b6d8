/**
 * A percentile by nearest rank: the smallest value that at least `percent` of a hundred values do not exceed. It is
 * always a value that was measured, never one between two: of 20 values, the 95th percentile is the second largest.
 * @param values at least one, in any order
 * @param percent above 0, at most 100
 * @throws RangeError when there are no values
 */
export function percentile(values: readonly number[], percent: number): number {
  const rank = Math.ceil((percent / 100) * values.length);
  const value = values.toSorted((one, other) => one - other)[rank - 1];
  if (value === undefined) throw new RangeError('a percentile of no values: measure at least once');
  return value;
}
