import { requireClone } from '../shared/clone.ts';
import { APPROVALS_FILE, type Approval, addedApprovals, approvalsAt, type Judged, judge } from './approvals.ts';
import { type AcknowledgementChange, checkFindings, compareChecks, findsByTheCdk } from './checks/compare.ts';
import { compared, ofBoth } from './compared.ts';
import { compareContracts, contractFindings, type SettingChange } from './contract/compare.ts';
import { type Cost, compareCosts } from './cost/compare.ts';
import { compareEnvironments, type Environments } from './environments/compare.ts';
import { together } from './environments/findings.ts';
import type { Finding, Half, HalfName, Stacks, TreeFacts } from './facts.ts';
import { findingsOfObjects } from './infrastructure/applied-by-cdk.ts';
import { compareStacks, type ResourceChange } from './infrastructure/compare.ts';
import { dataAtRisk } from './infrastructure/data-at-risk.ts';
import { toLookAt } from './infrastructure/to-look-at.ts';
import { deployedFindings } from './live/findings.ts';
import { pathFindings } from './own-code.ts';
import { halvesToRead, haveSameCode } from './skip.ts';
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
  readonly settings: Half<readonly SettingChange[]>;
  readonly acknowledgements: Half<readonly AcknowledgementChange[]>;
  /** How what is deployed differs from the base; undefined when nobody asked. */
  readonly deployed?: Half<readonly ResourceChange[]> | undefined;
  /** Those that the pull request adds. */
  readonly approvals?: Half<readonly Approval[]> | undefined;
  readonly judged: Judged;
  /** Undefined when the config has no environments. */
  readonly environments?: Environments | undefined;
  /** Undefined when the infrastructure was not read. */
  readonly cost: Cost | undefined;
  /** The packages differ, so the base was read with other ones than its own. */
  readonly foreignPackages: boolean;
  readonly seconds: number;
}

/** What git tells of a pull request. */
export interface Branch {
  /** The commit that it left. */
  readonly base: string;
  readonly head: string;
  /** The files that it changes. */
  readonly paths: readonly string[];
  /** The approvals that it adds. */
  readonly approvals: Half<readonly Approval[]>;
}

/** Reads the halves of a commit, and those of the files as they lie; both have the same code, or they do not. */
export type ReadBoth = (
  root: string,
  commit: string,
  halves: readonly HalfName[],
  sameCode: boolean,
) => Promise<[TreeFacts, TreeFacts]>;

/** Compares what is deployed with the stacks of the base. */
export type CompareDeployed = (base: Stacks) => Promise<Half<readonly ResourceChange[]>>;

/**
 * Compares the files as they lie with the commit that their branch left.
 * @param root the repository's folder
 * @param base the branch that the pull request goes to, or a commit of it
 * @param live compares what is deployed; left out, nothing is asked of AWS
 * @param read a process for each side, because each side's own code reads it
 * @throws CommandError when git cannot find the base
 */
export async function review(
  root: string,
  base: string,
  { live, read = inProcesses }: { readonly live?: CompareDeployed | undefined; readonly read?: ReadBoth } = {},
): Promise<Review> {
  const started = performance.now();
  requireClone(root);
  const commit = mergeBase(root, base);
  const paths = changedPaths(root, commit);
  const approvals = addedApprovals(fileAt(root, commit, APPROVALS_FILE), approvalsAt(root));
  const halves = withInfrastructure(halvesToRead(paths), live !== undefined);
  const [before, after] = halves.length === 0 ? [{}, {}] : await read(root, commit, halves, haveSameCode(paths));
  const deployed = live && (await compareLive(live, before.infrastructure));
  const made = compareTrees({ base: commit, head: headOf(root), paths, approvals }, before, after, deployed);
  return { ...made, seconds: (performance.now() - started) / 1000 };
}

/**
 * Compares two trees, part by part, and judges what is found by the approvals that the pull request adds.
 * @param deployed how what is deployed differs from the base, when somebody asked
 */
export function compareTrees(
  branch: Branch,
  before: TreeFacts,
  after: TreeFacts,
  deployed?: Half<readonly ResourceChange[]>,
): Omit<Review, 'seconds'> {
  const { base, head, paths, approvals } = branch;
  const { environments, base: was, findings: ofPromotion } = compareEnvironments(before, after);
  const infrastructure = compared(was.infrastructure, after.infrastructure, compareStacks);
  const workload = compared(was.workload, after.workload, compareObjects);
  const settings = compared(before.contract, after.contract, compareContracts);
  const acknowledgements = compared(before.checks, after.checks, compareChecks);
  const drifted = deployed && 'value' in deployed ? deployedFindings(deployed.value) : [];
  const findings = [
    ...found({ infrastructure, workload }, environments),
    ...(ofBoth(before.contract, after.contract, contractFindings) ?? []),
    ...(ofBoth(before.checks, after.checks, checkFindings) ?? []),
    ...ofPromotion,
    ...pathFindings(paths),
    ...drifted,
  ];
  return {
    base,
    head,
    infrastructure,
    workload,
    settings,
    acknowledgements,
    deployed,
    approvals,
    judged: judge(findings, 'value' in approvals ? approvals.value : []),
    environments,
    cost: ofBoth(environments?.shownIsNew ? { value: {} } : was.infrastructure, after.infrastructure, compareCosts),
    foreignPackages: paths.includes('package-lock.json'),
  };
}

/** What changes in one environment. */
type Changes = Pick<Review, 'infrastructure' | 'workload'>;

/** What to say of what changes, in one environment or in several. */
function found(shown: Changes, environments: Environments | undefined): Finding[] {
  if (environments === undefined) return findingsOf(shown);
  const others = environments.others.filter(({ is }) => is === 'changed');
  return together([
    ...(environments.shownIsNew ? [] : [{ environment: environments.shown, findings: findingsOf(shown) }]),
    ...others.map((other) => ({ environment: other.name, findings: findingsOf(other) })),
  ]);
}

function findingsOf({ infrastructure, workload }: Changes): Finding[] {
  const resources = 'value' in infrastructure ? infrastructure.value : [];
  const objects = 'value' in workload ? workload.value : [];
  return [
    ...dataAtRisk(resources),
    ...toLookAt(resources),
    ...findingsOfObjects(resources),
    ...workloadFindings(objects),
  ];
}

/** What is deployed is compared with the base's infrastructure, whatever the pull request changes. */
function withInfrastructure(halves: readonly HalfName[], live: boolean): readonly HalfName[] {
  return !live || halves.includes('checks') ? halves : [...halves, 'infrastructure'];
}

async function compareLive(live: CompareDeployed, base: TreeFacts['infrastructure']): Promise<Review['deployed']> {
  if (base === undefined) return undefined;
  return 'error' in base ? { error: `the base: ${base.error}` } : await live(base.value);
}

/**
 * Both sides at once. The CDK's own validation is asked about the base only when it finds something in the pull request, which is new
 * then or is not: it takes two seconds of processor time, and mostly finds nothing.
 */
const inProcesses: ReadBoth = async (root, commit, halves, sameCode) => {
  const quicker = halves.map((half) => (half === 'checks' ? 'nag' : half));
  const [before, after] = await Promise.all([readCommit(root, commit, quicker, sameCode), readTree(root, halves)]);
  if (after.checks === undefined || 'error' in after.checks || !findsByTheCdk(after.checks.value))
    return [before, after];
  const { checks } = await readCommit(root, commit, ['checks'], sameCode);
  return [{ ...before, checks }, after];
};
