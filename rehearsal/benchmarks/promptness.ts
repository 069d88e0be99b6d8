import { RehearsalError } from '../shared/errors.ts';
import { percentile } from '../shared/percentile.ts';

/** What is wanted of a push to manifests, on a machine that does nothing else: percentiles, in milliseconds. */
const WANTED = [
  { percent: 50, milliseconds: 1000 },
  { percent: 95, milliseconds: 2000 },
] as const;

/** How much worse than wanted is a failure: between the two lies a busy machine. */
const TOLERATED = 2;

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

/**
 * Judges how long pushes took to change the Deployment.
 * @param measured milliseconds of each push; at least one
 * @returns words for the table, with SLOW where it was slower than wanted
 * @throws RehearsalError that holds all values when a percentile is more than twice what is wanted
 */
export function judgePromptness(measured: readonly number[]): string {
  const found = WANTED.map(({ percent, milliseconds }) => {
    const value = percentile(measured, percent);
    return { name: `p${percent}`, value, wanted: milliseconds };
  });
  const failed = found.filter(({ value, wanted }) => value > TOLERATED * wanted);
  if (failed.length > 0) {
    const words = failed.map(({ name, value, wanted }) => `${name} ${value} ms, ${TOLERATED * wanted} ms at most`);
    throw new RehearsalError(
      `pushes reach the cluster too late: ${words.join('; ')}. Measured, in ms: ${measured.join(' ')}`,
      {
        help: 'measure on an idle machine; then, with --keep, read what kustomize-controller logs between two pushes',
      },
    );
  }
  return found
    .map(
      ({ name, value, wanted }) =>
        `${name} ${seconds(value)} (${value > wanted ? 'SLOW: ' : ''}target ${seconds(wanted)})`,
    )
    .join(', ');
}
