import { requireClone } from '../shared/clone.ts';
import { APPROVALS_FILE, addedApprovals, approvalsAt, type Judged, judge } from './approvals.ts';
import type { Finding, Half, HalfName, TreeFacts } from './facts.ts';
import { compareStacks, type ResourceChange } from './infrastructure/compare.ts';
import { dataAtRisk } from './infrastructure/data-at-risk.ts';
import { toLookAt } from './infrastructure/to-look-at.ts';
import { halvesToRead } from './skip.ts';
import { changedPaths, fileAt, headOf, mergeBase, readCommit, readTree } from './trees.ts';
import { compareObjects, type ObjectChange } from './workload/compare.ts';
import { workloadFindings } from './workload/findings.ts';

/** What a pull request does, in both halves. */
export interface Review {
  /** The commit that it left. */
  readonly base: string;
  readonly head: string;
  readonly infrastructure: Half<readonly ResourceChange[]>;
  readonly workload: Half<readonly ObjectChange[]>;
  readonly judged: Judged;
  /** The packages differ, so the base was read with other ones than its own. */
  readonly foreignPackages: boolean;
  readonly seconds: number;
}

/** What one half's comparison gives. */
interface Compared<T> {
  readonly changes: Half<readonly T[]>;
  readonly findings: readonly Finding[];
}

/**
 * Compares the files as they lie with the commit that their branch left.
 * @param root the repository's folder
 * @param base the branch that the pull request goes to, or a commit of it
 * @throws CommandError when git cannot find the base, or the approvals cannot be read
 */
export async function review(root: string, base: string): Promise<Review> {
  const started = performance.now();
  requireClone(root);
  const commit = mergeBase(root, base);
  const paths = changedPaths(root, commit);
  const approvals = addedApprovals(fileAt(root, commit, APPROVALS_FILE), approvalsAt(root));
  const [before, after] = await readBoth(root, commit, halvesToRead(paths));
  const infrastructure = compareInfrastructure(before, after);
  const workload = compareWorkload(before, after);
  return {
    base: commit,
    head: headOf(root),
    infrastructure: infrastructure.changes,
    workload: workload.changes,
    judged: judge([...infrastructure.findings, ...workload.findings], approvals),
    foreignPackages: paths.includes('package-lock.json'),
    seconds: (performance.now() - started) / 1000,
  };
}

async function readBoth(root: string, commit: string, halves: readonly HalfName[]): Promise<[TreeFacts, TreeFacts]> {
  if (halves.length === 0) return [{}, {}];
  return Promise.all([readCommit(root, commit, halves), readTree(root, halves)]);
}

function compareInfrastructure(before: TreeFacts, after: TreeFacts): Compared<ResourceChange> {
  return compared(before.infrastructure, after.infrastructure, (base, head) => {
    const changes = compareStacks(base, head);
    return { changes, findings: [...dataAtRisk(changes), ...toLookAt(changes)] };
  });
}

function compareWorkload(before: TreeFacts, after: TreeFacts): Compared<ObjectChange> {
  return compared(before.workload, after.workload, (base, head) => {
    const changes = compareObjects(base, head);
    return { changes, findings: workloadFindings(changes) };
  });
}

/** Compares what both trees hold. A half that was not read did not change. */
function compared<F, T>(
  before: Half<F> | undefined,
  after: Half<F> | undefined,
  compare: (base: F, head: F) => { changes: readonly T[]; findings: readonly Finding[] },
): Compared<T> {
  if (before === undefined || after === undefined) return { changes: { value: [] }, findings: [] };
  if ('error' in after) return { changes: { error: after.error }, findings: [] };
  if ('error' in before) return { changes: { error: `the base: ${before.error}` }, findings: [] };
  const { changes, findings } = compare(before.value, after.value);
  return { changes: { value: changes }, findings };
}
