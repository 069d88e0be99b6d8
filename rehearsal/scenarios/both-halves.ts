import type { PullRequest } from '../cluster/git/repository.ts';
import { boto3 } from '../harness/boto3.ts';
import type { Harness } from '../harness/harness.ts';
import { CONFIG, replaceMatches, replaceOnce } from '../harness/project.ts';
import { RehearsalError } from '../shared/errors.ts';

export const DEPLOYMENT = 'gitops/apps/ghost/deployment.yaml';
/** A pull request that changes the infrastructure and the workload. */
export interface BothHalves {
  /** Its branch, and what the pod's label says once it is live. */
  readonly branch: string;
  readonly title: string;
  /** The database's class, without `db.`. */
  readonly size: string;
  /** The memory limit of the blog's containers. */
  readonly memory: string;
  /** Settings of Ghost that readers see; the pod's environment sets them from then on. */
  readonly look?: Readonly<Record<string, string>>;
}

/** The pull request, whatever an earlier one of its kind has left in the files. */
export function bothHalves({ branch, title, size, memory, look = {} }: BothHalves): PullRequest {
  const limit = (text: string) => replaceMatches(text, /( limits:\n +memory: )\S+/, `$1${memory}`, DEPLOYMENT);
  return {
    branch,
    title,
    edits: { ...resized(size), [DEPLOYMENT]: (text) => dressed(look)(labelled(branch)(limit(text))) },
  };
}

/** The infrastructure's half alone: another class of the database. */
export function resized(size: string): PullRequest['edits'] {
  return { [CONFIG]: (text) => replaceMatches(text, /"size": "[^"]+"/, `"size": "${size}"`, CONFIG) };
}

/** The workload's half alone, and no more of it than a label of the pod. */
export function relabelled(branch: string): PullRequest['edits'] {
  return { [DEPLOYMENT]: labelled(branch) };
}

const labelled = (branch: string) => (text: string) => {
  const unlabelled = text.replace(/ +example\.com\/change: .*\n/, '');
  const place = '\n    spec:\n';
  return replaceOnce(unlabelled, place, `\n        example.com/change: ${branch}${place}`, DEPLOYMENT);
};

const dressed = (look: Readonly<Record<string, string>>) => (text: string) => {
  const last = `            - { name: logging__transports, value: '["stdout"]' }\n`;
  const line = ([name, value]: [string, string]) =>
    `            - { name: hostSettings__settingsOverrides__${name}, value: ${JSON.stringify(value)} }\n`;
  return replaceOnce(text, last, last + Object.entries(look).map(line).join(''), DEPLOYMENT);
};

/** Requires that the running pod comes from this change. @throws RehearsalError when it does not */
export async function requireWorkload(
  harness: Harness,
  { branch, memory }: Pick<BothHalves, 'branch' | 'memory'>,
): Promise<void> {
  const seen = await ofThePod(harness, '.spec.containers[0].resources.limits.memory');
  const label = await ofThePod(harness, CHANGE_LABEL);
  if (seen !== memory || label !== branch)
    throw mergeFailed(`the pod has memory limit ${seen} and label ${label}, not ${memory} and ${branch}`);
}

/** Requires that the database has this change's class. @throws RehearsalError when it has another */
export async function requireInfrastructure(harness: Harness, { size }: Pick<BothHalves, 'size'>): Promise<void> {
  const seen = await databaseClass(harness);
  if (seen !== `db.${size}`) throw mergeFailed(`the database has class ${seen}, not db.${size}`);
}

/** The pod's label that names the change it comes from. */
export const CHANGE_LABEL = '.metadata.labels.example\\.com/change';

/** One field of the running pod. */
export async function ofThePod(harness: Harness, path: string): Promise<string> {
  const { kubectl } = await harness.cluster();
  const running = '--field-selector=status.phase=Running';
  return await kubectl(['-n', 'ghost', 'get', 'pods', running, '-o', `jsonpath={.items[*]${path}}`]);
}

/** Prints the class of the DB instances that a stack has made, of which there is one. */
const DESCRIBE = `import boto3, sys
every = boto3.client("rds").describe_db_instances()["DBInstances"]
print(*(one["DBInstanceClass"] for one in every if one["DBInstanceIdentifier"].startswith(sys.argv[1])))`;

/** The database's class, as RDS reports it. */
export async function databaseClass(harness: Harness): Promise<string> {
  return await boto3(harness, DESCRIBE, [`${harness.name}-database-`]);
}

const SIZES = ['t4g.medium', 't4g.large', 't4g.xlarge'] as const;

/**
 * Two sizes of the database that it does not have. A merge back to what stands is applied at once, whatever came before it:
 * docs/decisions/0015-the-gate.md.
 */
export async function otherSizes(harness: Harness): Promise<{ readonly one: string; readonly another: string }> {
  const present = await databaseClass(harness);
  const [one, another] = SIZES.filter((size) => `db.${size}` !== present);
  if (one === undefined || another === undefined)
    throw mergeFailed(`${SIZES.join(', ')} are too few beside ${present}`);
  return { one, another };
}

export function mergeFailed(what: string): RehearsalError {
  return new RehearsalError(what, { help: 'read the logs of the build and of Flux; run again with --keep' });
}
