import { bootstrapNames } from '../../../lib/bootstrap/names.ts';
import { REGION } from '../../fakes/aws/start.ts';
import { NAME } from '../../harness/project.ts';

/** What stays in an account: names, and resources that CloudFormation was told to keep. */
export interface Left {
  readonly stacks: readonly string[];
  readonly kept: readonly { readonly type: string; readonly id: string }[];
  readonly snapshots: readonly string[];
  readonly databases: readonly string[];
  readonly clusters: readonly string[];
  readonly logGroups: readonly string[];
}

/** Asks AWS by its own command line. @param words its arguments */
type Ask = <T>(words: string) => Promise<T>;

/** Looks at an account whose stacks were deleted. @param stacks the ids of the stacks that were there before */
export async function left(aws: Ask, stacks: readonly string[]): Promise<Left> {
  const kept: Left['kept'][] = [];
  const skipped = 'StackEvents[?ResourceStatus==`DELETE_SKIPPED`].{type:ResourceType,id:PhysicalResourceId}';
  for (const stack of stacks) {
    kept.push(await aws(`cloudformation describe-stack-events --stack-name ${stack} --query '${skipped}'`));
  }
  return {
    stacks: await aws("cloudformation describe-stacks --query 'Stacks[].StackName'"),
    kept: kept.flat(),
    snapshots: await aws("rds describe-db-snapshots --query 'DBSnapshots[].DBSnapshotIdentifier'"),
    databases: await aws("rds describe-db-instances --query 'DBInstances[].DBInstanceIdentifier'"),
    clusters: await aws("eks list-clusters --query 'clusters'"),
    logGroups: await aws("logs describe-log-groups --query 'logGroups[].logGroupName'"),
  };
}

/** The types that the document lists, and templates keep: Ghost's content, and the logs of the CDK's functions. */
const LISTED_TYPES = ['AWS::EFS::FileSystem', 'AWS::Logs::LogGroup'];

/** The stacks of the bootstrap. */
const { toolkitStack, policiesStack } = bootstrapNames({ name: NAME, region: REGION });
const BOOTSTRAP = [toolkitStack, policiesStack];

/** Log groups that services make themselves, and no template deletes. */
const MADE_BY_SERVICES = /^\/aws\/(eks|rds|lambda)\//;

/** Where an account that was torn down differs from the document's list; nothing when it does not. */
export function notListed({ stacks, kept, snapshots, databases, clusters, logGroups }: Left): string[] {
  const only = (what: string, seen: readonly string[], listed: readonly string[]) =>
    seen.join() === listed.join()
      ? []
      : [`${what}: ${seen.join(', ') || 'none'} and not ${listed.join(', ') || 'none'}`];
  const types = [...new Set(kept.map(({ type }) => type))].sort();
  const others = logGroups.filter((name) => !MADE_BY_SERVICES.test(name) && !kept.some(({ id }) => id === name));
  return [
    ...only('stacks', [...stacks].sort(), BOOTSTRAP),
    ...only('resources that CloudFormation keeps', types, LISTED_TYPES),
    ...(snapshots.length === 1 ? [] : [`${snapshots.length} snapshots of the database and not 1`]),
    ...only('databases', databases, []),
    ...only('clusters', clusters, []),
    ...only('log groups of others than EKS, RDS and functions', others, []),
  ];
}
