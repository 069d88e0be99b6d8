import { APPROVALS_FILE, approvalOf } from '../approvals.ts';
import type { Half } from '../facts.ts';
import type { Review } from '../review.ts';
import { code, value } from './escape.ts';

/** Reasons beyond these are in the sections below, and in `--json`: a summary is read at a glance. */
const MOST_REASONS = 12;

/** Why the verdict is what it is, the gravest first: Markdown lines. */
export function reasons(review: Review): string[] {
  const { blocking, approved, looks, unused } = review.judged;
  const all = [
    ...unreadable('infrastructure', review.infrastructure),
    ...unreadable('workload', review.workload),
    ...(sameError(review.acknowledgements, review.infrastructure)
      ? []
      : unreadable('findings of rules', review.acknowledgements)),
    ...(sameError(review.settings, review.workload) ? [] : unreadable('settings', review.settings)),
    ...(review.approvals ? unreadable('approvals', review.approvals) : []),
    ...(review.deployed ? unreadable('deployed stacks', review.deployed) : []),
    ...(review.environments && !sameError(review.environments.others, review.infrastructure)
      ? unreadable('other environments', review.environments.others)
      : []),
    ...blocking.map((one) => `- **blocked:** ${code(one.subject)} ${one.what}; approve with ${code(approvalOf(one))}`),
    ...approved.map(({ subject, what, reason }) => `- approved: ${code(subject)} ${what}, because ${code(reason)}`),
    ...looks.map(({ subject, what }) => `- look: ${code(subject)} ${what}`),
    ...unused.map(
      ({ subject }) => `- look: ${APPROVALS_FILE} approves ${code(subject)}, which no such change puts at risk`,
    ),
    ...(review.foreignPackages
      ? ['- look: package-lock.json differs, so the base was read with packages that are not its own']
      : []),
  ];
  const left = all.length - MOST_REASONS;
  return left > 0 ? [...all.slice(0, MOST_REASONS), `- and ${left} more, in the output of --json`] : all;
}

/** What the settings are read from is what the workload is, and rules look at the infrastructure, so one line is enough. */
const sameError = (one: Half<unknown>, other: Half<unknown>) =>
  'error' in one && 'error' in other && one.error === other.error;

function unreadable(name: string, half: Half<unknown>): string[] {
  return 'error' in half ? [`- **unreadable:** the ${name}: ${code(half.error.slice(0, 1000))}`] : [];
}

/** What is deployed after the merge, and in which order. */
export function whatMoves(review: Review): string {
  const unread = unreadHalves(review);
  if (unread.length > 0) return whatIsKnown(review, unread);
  const [infrastructure, workload] = [moves(review.infrastructure), moves(review.workload)];
  if (infrastructure && workload)
    return "infrastructure first, then the workload, unless the config's `rollout` is parallel";
  if (infrastructure) return 'infrastructure alone';
  return workload ? 'workload alone, at once' : 'nothing';
}

const HALVES = ['infrastructure', 'workload'] as const;

const unreadHalves = (review: Review) => HALVES.filter((half) => 'error' in review[half]);

/** A half that cannot be read may move: nobody is told that it does not. */
function whatIsKnown(review: Review, unread: readonly (typeof HALVES)[number][]): string {
  const known = HALVES.filter((half) => moves(review[half]));
  const unknown = `nobody knows yet whether the ${unread.join(' and the ')} would`;
  return known.length > 0 ? `the ${known.join()}; ${unknown}` : unknown;
}

const moves = (half: Half<readonly unknown[]>) => 'value' in half && half.value.length > 0;

/** Properties of a database whose change restarts it. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html */
const RESTARTING = ['DBInstanceClass', 'EngineVersion'];

/** What somebody who reads the blog during the merge may see. */
export function readersNotice({ infrastructure, workload }: Review): string[] {
  const resources = 'value' in infrastructure ? infrastructure.value : [];
  const objects = 'value' in workload ? workload.value : [];
  const restarts = resources.filter(
    ({ type, properties }) =>
      type === 'AWS::RDS::DBInstance' && properties.some(({ name }) => RESTARTING.includes(name)),
  );
  const replaced = objects.filter(
    ({ kind, fields }) => kind === 'Deployment' && fields.some(({ path }) => path.startsWith('spec.template')),
  );
  return [
    ...restarts.map(({ stack, id }) => `the database ${code(`${stack}/${id}`)} restarts`),
    ...replaced.map(({ key }) => `the pods of ${code(key)} are replaced`),
  ];
}

/** What is said where `readersNotice` finds nothing. */
export const nothingNoticed = (review: Review) =>
  unreadHalves(review).length > 0 ? 'nothing of what could be read' : 'nothing';

/** The images that change, from old to new. */
export function imagesMoved({ workload }: Review): string[] {
  const objects = 'value' in workload ? workload.value : [];
  const changes = objects.flatMap(({ fields }) => fields.filter(({ path }) => /\bimage$/.test(path)));
  const lines = changes.map(({ before, after }) => `Image: ${value(before)} → ${value(after)}.`);
  return [...new Set(lines)];
}
