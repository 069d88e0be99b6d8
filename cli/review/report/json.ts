import type { OtherEnvironment } from '../environments/compare.ts';
import type { Half } from '../facts.ts';
import type { Review } from '../review.ts';
import { whatMoves } from './moves.ts';
import { verdictOf } from './verdict.ts';

/** A review for machines: everything that the report says, uncut. */
export function json(review: Review): string {
  const infrastructure = withoutWholes(review.infrastructure);
  const workload = withoutWholes(review.workload);
  const deployed = review.deployed && withoutWholes(review.deployed);
  const environments = review.environments && {
    ...review.environments,
    others: review.environments.others.map(withoutWholesOf),
  };
  const answer = { verdict: verdictOf(review), moves: whatMoves(review) };
  return JSON.stringify({ ...answer, ...review, infrastructure, workload, deployed, environments }, null, 2);
}

const withoutWholesOf = ({ infrastructure, workload, ...other }: OtherEnvironment) => ({
  ...other,
  infrastructure: withoutWholes(infrastructure),
  workload: withoutWholes(workload),
});

/** Whole resources and objects stay out: what changes is in properties and fields, where secrets are redacted. */
function withoutWholes<T extends { before: unknown; after: unknown }>(half: Half<readonly T[]>): Half<unknown> {
  return 'error' in half ? half : { value: wholesLeftOut(half.value) };
}

const wholesLeftOut = <T extends { before: unknown; after: unknown }>(changes: readonly T[]) =>
  changes.map(({ before: _, after: __, ...change }) => change);
