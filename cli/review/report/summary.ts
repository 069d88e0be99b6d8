import { APPROVALS_FILE, approvalOf } from '../approvals.ts';
import type { Finding, Half } from '../facts.ts';
import type { Review } from '../review.ts';
import { code, value } from './escape.ts';
import { unreadHalves } from './moves.ts';
import { fitting } from './section.ts';

/** Reasons beyond these are folded: a summary is read at a glance. */
const MOST_REASONS = 12;

/** Characters: what is longer is in `--json` alone, as a comment has a limit. */
const MOST_FOLDED = 15_000;

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
    ...unreadableElsewhere(review),
    ...blocking.map((one) => `- **blocked:** ${told(one)}; approve with ${code(approvalOf(one))}`),
    ...approved.map((one) => `- approved: ${told(one)}, because ${code(one.reason)}`),
    ...looks.map((one) => `- look: ${told(one)}`),
    ...unused.map(
      ({ subject }) => `- look: ${APPROVALS_FILE} approves ${code(subject)}, which no such change puts at risk`,
    ),
    ...(review.foreignPackages
      ? ['- look: package-lock.json differs, so the base was read with packages that are not its own']
      : []),
  ];
  const folded = fitting(all.slice(MOST_REASONS), MOST_FOLDED);
  if (folded.length === 0) return all;
  const left = all.length - MOST_REASONS - folded.length;
  const more = left > 0 ? [`- and ${left} more, in the output of --json`] : [];
  const summary = `<details><summary>and ${all.length - MOST_REASONS} more</summary>`;
  return [...all.slice(0, MOST_REASONS), '', summary, '', ...folded, ...more, '', '</details>'];
}

/** What is found, and in which environments unless it is in all. */
function told({ subject, what, environments }: Finding): string {
  return `${code(subject)} ${what}${environments === undefined ? '' : `, in ${environments.map(code).join(' and ')}`}`;
}

/** What the settings are read from is what the workload is, and rules look at the infrastructure, so one line is enough. */
const sameError = (one: Half<unknown>, other: Half<unknown>) =>
  'error' in one && 'error' in other && one.error === other.error;

/** A half of another environment that cannot be read for a reason of its own. */
function unreadableElsewhere({ environments, infrastructure, workload }: Review): string[] {
  return (environments?.others ?? []).flatMap((other) => [
    ...(sameError(other.infrastructure, infrastructure)
      ? []
      : unreadable('infrastructure', other.infrastructure, other)),
    ...(sameError(other.workload, workload) ? [] : unreadable('workload', other.workload, other)),
  ]);
}

function unreadable(name: string, half: Half<unknown>, of?: { readonly name: string }): string[] {
  const where = of === undefined ? '' : ` of ${code(of.name)}`;
  return 'error' in half ? [`- **unreadable:** the ${name}${where}: ${code(half.error.slice(0, 1000))}`] : [];
}

/** Properties of a database whose change restarts it. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html */
const RESTARTING = ['DBInstanceClass', 'EngineVersion'];

/** What somebody who reads the blog during the merge may see. */
function readersNotice({ infrastructure, workload }: Pick<Review, 'infrastructure' | 'workload'>): string[] {
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

/** The same in a line for each environment whose readers notice something: Markdown lines. */
export function noticeLines(review: Review): string[] {
  const { environments } = review;
  const all = [
    { name: environments?.shown, halves: review },
    ...(environments?.others ?? []).map((other) => ({ name: other.name, halves: other })),
  ].map(({ name, halves }) => ({ name, notice: readersNotice(halves).slice(0, 5).join(', ') }));
  const notices = [...new Set(all.map(({ notice }) => notice))].filter((notice) => notice !== '');
  if (notices.length === 0) return [`What readers notice: ${nothingNoticed(review)}.`];
  return notices.map((notice) => {
    const names = all
      .filter((one) => one.notice === notice)
      .flatMap(({ name }) => (name === undefined ? [] : [code(name)]));
    return `What readers notice${names.length === 0 ? '' : ` of ${names.join(' and ')}`}: ${notice}.`;
  });
}

function nothingNoticed({ environments, ...shown }: Review): string {
  const unread = [shown, ...(environments?.others ?? [])].some((halves) => unreadHalves(halves).length > 0);
  return unread ? 'nothing of what could be read' : 'nothing';
}

/** The images that change, from old to new. */
export function imagesMoved({ workload, environments }: Review): string[] {
  const all = [workload, ...(environments?.others ?? []).map((other) => other.workload)];
  const objects = all.flatMap((half) => ('value' in half ? half.value : []));
  const changes = objects.flatMap(({ fields }) => fields.filter(({ path }) => /\bimage$/.test(path)));
  const lines = changes.map(({ before, after }) => `Image: ${value(before)} → ${value(after)}.`);
  return [...new Set(lines)];
}
