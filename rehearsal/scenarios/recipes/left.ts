/** Names of what stays in an account, by what it is. */
export interface Left {
  readonly stacks: readonly string[];
  /** Types of resources that CloudFormation was told to keep. */
  readonly kept: readonly string[];
  readonly snapshots: readonly string[];
  readonly databases: readonly string[];
  readonly clusters: readonly string[];
  readonly logGroups: readonly string[];
}

/** Asks AWS by its own command line. @param words its arguments */
type Ask = <T>(words: string) => Promise<T>;

/** Looks at an account whose stacks were deleted. @param stacks the ids of the stacks that were there before */
export async function left(aws: Ask, stacks: readonly string[]): Promise<Left> {
  const kept = [];
  for (const stack of stacks) {
    const skipped = "--query 'StackEvents[?ResourceStatus==`DELETE_SKIPPED`].ResourceType'";
    kept.push(...(await aws<string[]>(`cloudformation describe-stack-events --stack-name ${stack} ${skipped}`)));
  }
  return {
    stacks: await aws("cloudformation describe-stacks --query 'Stacks[].StackName'"),
    kept: [...new Set(kept)],
    snapshots: await aws("rds describe-db-snapshots --query 'DBSnapshots[].DBSnapshotIdentifier'"),
    databases: await aws("rds describe-db-instances --query 'DBInstances[].DBInstanceIdentifier'"),
    clusters: await aws("eks list-clusters --query 'clusters'"),
    logGroups: await aws("logs describe-log-groups --query 'logGroups[].logGroupName'"),
  };
}

export const NOT_LISTED = 'after the teardown the account is not as the document says';

/** What the document's list does not say of what stays, and what it says that does not. */
export function notListed({ stacks, kept, snapshots, databases, clusters, logGroups }: Left): string[] {
  const only = (what: string, seen: readonly string[], listed: readonly string[]) =>
    seen.join() === listed.join()
      ? []
      : [`${what}: ${seen.join(', ') || 'none'} and not ${listed.join(', ') || 'none'}`];
  const others = logGroups.filter((name) => !/^\/aws\/(eks|rds|lambda)\//.test(name));
  return [
    ...only('stacks', stacks, ['CDKToolkit']),
    ...only('resources that CloudFormation keeps', kept, ['AWS::EFS::FileSystem']),
    ...(snapshots.length === 1 ? [] : [`${snapshots.length} snapshots of the database and not 1`]),
    ...only('databases', databases, []),
    ...only('clusters', clusters, []),
    ...only('log groups of others than EKS, RDS and functions', others, []),
  ];
}
