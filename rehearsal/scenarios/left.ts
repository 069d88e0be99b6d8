import { bootstrapNames } from '../../lib/bootstrap/names.ts';
import { REGION } from '../fakes/aws/start.ts';
import { NAME } from '../harness/project.ts';

/** What stays in an account: names, and resources that CloudFormation was told to keep. */
export interface Left {
  readonly stacks: readonly string[];
  readonly kept: readonly { readonly type: string; readonly id: string }[];
  readonly snapshots: readonly string[];
  readonly databases: readonly string[];
  readonly clusters: readonly string[];
  readonly logGroups: readonly string[];
  /** Without that of the account. */
  readonly vpcs: readonly string[];
  readonly networkInterfaces: readonly string[];
  readonly loadBalancers: readonly string[];
  readonly targetGroups: readonly string[];
  readonly secrets: readonly string[];
  readonly parameters: readonly string[];
  readonly buckets: readonly string[];
  readonly roles: readonly string[];
  /** Without those that are about to be deleted: AWS asks nothing for these, and the command says that they wait. */
  readonly keys: readonly string[];
}

/** The types that the document lists, and templates keep: Ghost's content, and the logs of the CDK's functions. */
const LISTED_TYPES = ['AWS::EFS::FileSystem', 'AWS::Logs::LogGroup'];

/** What the bootstrap has. */
const { qualifier, toolkitStack, policiesStack } = bootstrapNames({ name: NAME, region: REGION });
const BOOTSTRAP = [toolkitStack, policiesStack];
const itsBucket = (account: string) => `cdk-${qualifier}-assets-${account}-${REGION}`;
const ITS_PARAMETER = `/cdk-bootstrap/${qualifier}/version`;

/** Log groups that services make themselves, and no template deletes. */
const MADE_BY_SERVICES = /^\/aws\/(eks|rds|lambda)\//;

/**
 * Where an account that was torn down differs from the document's list; nothing when it does not.
 * @param expected how many snapshots there are: each database leaves one, those that were replaced included
 */
export function notListed(left: Left, expected: { readonly account: string; readonly snapshots: number }): string[] {
  const { stacks, kept, snapshots, logGroups } = left;
  const only = (what: string, seen: readonly string[], listed: readonly string[]) =>
    seen.join() === listed.join()
      ? []
      : [`${what}: ${seen.join(', ') || 'none'} and not ${listed.join(', ') || 'none'}`];
  const types = [...new Set(kept.map(({ type }) => type))].sort();
  const ofNobody = (names: readonly string[]) => names.filter((name) => !kept.some(({ id }) => id === name));
  return [
    ...only('stacks', [...stacks].sort(), BOOTSTRAP),
    ...only('resources that CloudFormation keeps', types, LISTED_TYPES),
    ...(snapshots.length === expected.snapshots
      ? []
      : [`${snapshots.length} snapshots of the database and not ${expected.snapshots}`]),
    ...only('databases', left.databases, []),
    ...only('clusters', left.clusters, []),
    ...only(
      'log groups of others than EKS, RDS and functions',
      ofNobody(logGroups.filter((name) => !MADE_BY_SERVICES.test(name))),
      [],
    ),
    ...only('VPCs', left.vpcs, []),
    ...only('network interfaces', left.networkInterfaces, []),
    ...only('load balancers', left.loadBalancers, []),
    ...only('target groups', left.targetGroups, []),
    ...only('parameters', left.parameters, [ITS_PARAMETER]),
    ...only('buckets', ofNobody(left.buckets), [itsBucket(expected.account)]),
    // Others are the bootstrap's, and those of AWS's services that the documents make.
    ...only(
      'roles of the blog',
      left.roles.filter((name) => name.startsWith(`${NAME}-`)),
      [],
    ),
    ...only('keys that nothing deletes', left.keys, []),
  ];
}

/** What is there, and is in no line of the command. @param said what the command has printed */
export function unnamed({ stacks, kept, snapshots, logGroups, secrets }: Left, said: string): string[] {
  const names = [...stacks, ...kept.map(({ id }) => id), ...snapshots, ...logGroups, ...secrets];
  return names.filter((name) => !said.includes(name));
}
