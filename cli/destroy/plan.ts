import type { Config } from '../../lib/config/config.ts';
import type { Template } from '../../lib/output-fingerprint.ts';
import type { Account } from '../doctor/account/account.ts';
import { isOwn } from '../doctor/own-stacks.ts';
import { CommandError } from '../shared/command-error.ts';
import { requireOwnAccount } from '../shared/own-account.ts';
import type { Templates } from '../shared/templates.ts';
import type { Also } from './leftovers.ts';

/** What a destruction takes away. */
export interface Plan {
  readonly account: string;
  readonly region: string;
  /** The stacks that stand, in the order in which they go. */
  readonly stacks: readonly string[];
  /** How many resources they hold. */
  readonly resources: number;
  /** What cannot be deleted before its protection is off: `stack ...`, `database ...`. */
  readonly protected: readonly string[];
  /** The blog's VPC, while it stands. */
  readonly vpc?: string;
  /** The locked vault, which stays with what it keeps; none where the config has none. */
  readonly vault?: Config['backupVault'];
}

/**
 * Looks at what stands. Changes nothing.
 * @throws CommandError with exit code 1 when the credentials are of another account
 */
export async function planDestruction(config: Config, account: Account, templates: Templates): Promise<Plan> {
  const { account: id } = await account.caller();
  requireOwnAccount(config, id);
  const own = (await account.stacks()).filter((one) => isOwn(one, config) && templates.has(one.name));
  const stacks = [...templates.keys()].reverse().filter((name) => own.some((one) => one.name === name));
  const ids = await Promise.all(stacks.map(account.physicalIds));
  const databases = stacks.flatMap((stack, at) => databasesOf(templates.get(stack), ids[at] ?? new Map()));
  const vpc = ids.flatMap((stack) => [...stack.values()]).find((id) => id.startsWith('vpc-'));
  const guarded = await Promise.all(
    databases.map(async (one) => ((await account.database(one)).protected ? [one] : [])),
  );
  return {
    account: id,
    region: config.region,
    stacks,
    resources: ids.reduce((sum, { size }) => sum + size, 0),
    protected: [
      ...own.filter((one) => one.protected).map(({ name }) => `stack ${name}`),
      ...guarded.flat().map((identifier) => `database ${identifier}`),
    ],
    ...(vpc && { vpc }),
    ...(config.backupVault && { vault: config.backupVault }),
  };
}

/** The identifiers of a stack's databases, as far as they stand. */
function databasesOf(template: Template | undefined, ids: ReadonlyMap<string, string>): string[] {
  const resources = Object.entries(template?.Resources ?? {});
  const databases = resources.filter(([, { Type }]) => Type === 'AWS::RDS::DBInstance');
  return databases.flatMap(([logicalId]) => ids.get(logicalId) || []);
}

/**
 * RDS would refuse a protected database half-way through, when the blog is gone already.
 * @throws CommandError with exit code 1 while something is protected: lifting that is a merge, which is reviewed
 */
export function requireOpen({ protected: guarded }: Plan): void {
  if (guarded.length === 0) return;
  throw new CommandError(`Protected from deletion: ${guarded.join(', ')}`, {
    help: "merge protection: { off: '<the reason>' } and wait for the pipeline: docs/operations.md, Tear it down",
    exitCode: 1,
  });
}

/** The plan for a person, a line each. @param also what goes of what otherwise stays */
export function planLines(
  { account, region, stacks, resources, protected: guarded, vault }: Plan,
  also: readonly Also[] = [],
): string[] {
  const goes =
    stacks.length === 0
      ? 'nothing: no stack of the blog stands'
      : `${stacks.join(', ')}: ${resources} resources, the blog with its database; about half an hour`;
  return [
    `Account  ${account}, region ${region}`,
    `Goes     ${goes}`,
    ...(guarded.length === 0 ? [] : [`Before   protection is lifted by a merge from ${guarded.join(', ')}`]),
    ...(also.length === 0
      ? []
      : [`         and of what stays, these for good: ${also.map((word) => GONE[word]).join(' and ')}`]),
    'Stays    a final snapshot of the database and its automated backups, the files that were uploaded, logs of EKS, RDS,',
    '         functions and CloudFront, the KMS key until its deletion is due, and the bootstrap: listed at the end, with what removes each',
    ...(vault ? [`         ${vaultLine(vault)}`] : []),
  ];
}

const GONE: Readonly<Record<Also, string>> = {
  logs: 'the logs of EKS, RDS and functions',
  snapshots: 'every snapshot of the database, those that people made, too',
};

function vaultLine({ keepDays, lock }: NonNullable<Config['backupVault']>): string {
  const copies = `the locked vault: its last copy goes by itself ${keepDays} days after it was made`;
  return lock.changeableForDays === undefined
    ? `${copies}, or when an administrator takes the lock off`
    : `${copies}. Once the lock is final nobody, AWS included, can delete it sooner, and it is billed as long`;
}
