import { clusterTokens } from '../../cli/verify/observe/cluster-token.ts';
import { ACCOUNT, REGION } from '../fakes/aws/start.ts';
import type { Harness } from '../harness/harness.ts';
import { NAME } from '../harness/project.ts';
import { roleArn } from '../harness/roles.ts';
import { ProcessError, RehearsalError } from '../shared/errors.ts';
import { run } from '../shared/process/run.ts';
import { proveLimits } from './access/limits.ts';
import type { Scenario } from './scenario.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** kubectl with the token of somebody who signed in with an AWS role. Returns what it printed; undefined when refused. */
type As = (args: readonly string[]) => Promise<string | undefined>;

/** What a service of AWS takes a role for. */
interface Taking {
  readonly service: string;
  /** The ARN of the cluster or the build project. */
  readonly sourceArn: string;
  readonly roleArn: string;
  /** Session tags; EKS writes which pod it is for. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Somebody with the credentials that a service of AWS takes for a role. */
async function signedIn(harness: Harness, taking: Taking): Promise<As> {
  const { endpoint } = await harness.cluster();
  const body = { ...taking, session: 'rehearsal' };
  const answer = await harness.aws.ask('/_rehearsal/service-credentials', { method: 'POST', body });
  const token = await clusterTokens(NAME, REGION, answer as Credentials)();
  const env = { ...harness.sandbox.env, KUBECONFIG: '/dev/null' };
  return async (args) => {
    try {
      return await run('kubectl', ['--server', endpoint, '--token', token, ...args], { seconds: 30, env });
    } catch (error) {
      if (error instanceof ProcessError) return undefined;
      throw error;
    }
  };
}

/** What the build is allowed to do, and what it is not. */
const MAY = [
  ['get', 'gitrepositories', '-n', 'flux-system'],
  ['get', 'kustomizations', '-n', 'flux-system'],
  ['get', 'deployments', '-A'],
  ['get', 'events', '-A'],
  ['get', 'externalsecrets', '-A'],
  ['get', 'configmaps', '-n', 'ghost'],
  ['get', 'clusterroles'],
  ['get', 'customresourcedefinitions'],
];
const MAY_NOT = [
  ['get', 'secrets', '-A'],
  ['delete', 'kustomization', 'flux-system', '-n', 'flux-system', '--dry-run=server'],
  ['delete', 'deployments', '--all', '-n', 'flux-system', '--dry-run=server'],
  ['create', 'configmap', 'x', '--dry-run=server'],
];

/** AWS roles and access entries decide who gets into the cluster; the API server enforces it. */
export const access: Scenario = {
  id: 'access',
  title:
    'access: an unknown role, a build that is taken over, External Secrets and what applies the blog are kept within their limits',
  run: async (harness) => {
    const wrong = (what: string) =>
      new RehearsalError(what, {
        where: harness.sandbox.log('aws'),
        help: 'compare the access entries with the RBAC in gitops/operators/configs',
      });
    const cluster = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${NAME}`;
    const pods = await roleArn(harness, 'ghost', 'ExternalSecretsRole');
    const stranger = await signedIn(harness, {
      service: 'pods.eks.amazonaws.com',
      sourceArn: cluster,
      roleArn: pods,
      tags: { 'kubernetes-namespace': 'external-secrets', 'kubernetes-service-account': 'external-secrets' },
    });
    if ((await stranger(['auth', 'whoami'])) !== undefined) throw wrong('a role without an access entry was admitted');
    const project = `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/deploy`;
    const builds = await roleArn(harness, 'pipeline', 'DeployRole');
    const build = await signedIn(harness, { service: 'codebuild.amazonaws.com', sourceArn: project, roleArn: builds });
    for (const args of MAY)
      if ((await build(args)) === undefined) throw wrong(`the build is not allowed to run: kubectl ${args.join(' ')}`);
    for (const args of MAY_NOT)
      if ((await build(args)) !== undefined) throw wrong(`the build is allowed to run: kubectl ${args.join(' ')}`);
    const limits = await proveLimits(await harness.cluster());
    return `${MAY.length + MAY_NOT.length + 1 + limits.length} requests, each allowed or refused as it must be`;
  },
};
