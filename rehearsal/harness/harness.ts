import { join } from 'node:path';
import { ENVIRONMENT_VARIABLE } from '../../lib/config/chosen-environment.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { startGit } from '../cluster/git/start.ts';
import { ClusterServer } from '../cluster/server.ts';
import { type Aws, REGION, startAws } from '../fakes/aws/start.ts';
import { type SandboxGitHub, startGitHub } from '../fakes/github/start.ts';
import { startPodIdentity } from '../fakes/pod-identity/start.ts';
import { type SandboxDatabases, startDatabases } from '../fakes/rds/start.ts';
import { startRegistries } from '../fakes/registry/start.ts';
import { ADDRESSES } from '../sandbox/addresses.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { RehearsalError } from '../shared/errors.ts';
import type { Steps } from '../shared/steps.ts';
import { installAutoMode } from './auto-mode.ts';
import { type Cdk, cdkIn } from './cdk.ts';
import { type HarnessPipeline, runPipeline } from './pipeline.ts';
import { type CloneOptions, cloneProject, NAME, type Project, REPOSITORY } from './project.ts';
import { openSite, type Site, type SiteOptions } from './site.ts';

/** The project that rehearses. */
export const ROOT = join(import.meta.dirname, '../..');

/** Everything that the scenarios of a rehearsal use: what all installations share, and what one of them has. */
export interface Harness {
  /** The `name` of the installation's config, and so the cluster's name and the prefix of its stacks. */
  readonly name: string;
  /** Which environment of the config it is; none where the config has none. */
  readonly environment?: string;
  readonly sandbox: Sandbox;
  readonly aws: Aws;
  readonly databases: SandboxDatabases;
  readonly github: SandboxGitHub;
  readonly pipeline: HarnessPipeline;
  readonly project: Project;
  readonly cdk: Cdk;
  /** The commit that is rehearsed. */
  readonly head: string;
  /** The cluster that CloudFormation made. @throws RehearsalError before it did. */
  readonly cluster: () => Promise<Cluster>;
  /** The blog that CloudFormation made, behind the fake CloudFront. @throws RehearsalError before it did. */
  readonly site: () => Promise<Site>;
  /**
   * The other installation that a sandbox has room for, in the same region and repository; ask once for each.
   * @param project the clone that it is deployed from, into the account of its config
   */
  readonly installation: (name: string, project: Project) => Harness;
  /** The same installation, once the config calls it an environment. */
  readonly asEnvironment: (environment: string) => Harness;
  /** Clones the project for an installation, on a branch of its own if it names one. */
  readonly clone: (options: CloneOptions) => Promise<Project>;
}

/** Starts the harness inside a sandbox: registry, git server, databases, AWS emulator, and the user's clone. */
export async function startHarness(sandbox: Sandbox, steps: Steps): Promise<Harness> {
  await steps.run('start the container registry', () => startRegistries(sandbox));
  let hosting: SandboxGitHub | undefined;
  const { head } = await steps.run(
    'start the Git server',
    () => startGit(sandbox, ROOT, REPOSITORY, (header, pushes) => hosting?.fake.refuseGit(header, pushes)),
    (git) => `HEAD is ${git.head.slice(0, 12)}`,
  );
  const repositories = join(sandbox.folder, 'repositories');
  const github = await startGitHub(sandbox, { repository: REPOSITORY, repositories, address: ADDRESSES.github });
  hosting = github;
  const databases = await startDatabases(sandbox, REGION);
  const aws = await steps.run('start the fake AWS', () => startAws(sandbox, databases.url));
  const clone = (options: CloneOptions) => cloneProject(sandbox, join(ROOT, 'node_modules'), options);
  const clusters = await ClusterServer.listen(sandbox, (cluster, account) =>
    equip(sandbox, cluster, aws.inAccount(account)),
  );
  const project = await steps.run('clone and configure the project as a user would', async () => {
    const made = await clone({ name: NAME });
    await made.configure({ size: 't4g.small' }, 'Configure the rehearsal');
    return made;
  });
  const at = (name: string, from: Project, address: string): Harness => {
    const own = aws.inAccount(from.account);
    const made: Harness = {
      sandbox,
      aws: own,
      databases,
      github,
      head,
      clone,
      name,
      project: from,
      cdk: cdkIn(from.folder, sandbox, own),
      pipeline: runPipeline(sandbox, name, own, github),
      ...blogOf(sandbox, own, clusters, { installation: name, address }),
      installation: (other, itsProject) => at(other, itsProject, ADDRESSES.otherCloudFront),
      asEnvironment: (environment) => {
        const cdk = cdkIn(from.folder, sandbox, own, { [ENVIRONMENT_VARIABLE]: environment });
        return { ...made, environment, cdk };
      },
    };
    return made;
  };
  return at(NAME, project, ADDRESSES.cloudFront);
}

/** The cluster and the site of an installation, each once it is deployed. */
function blogOf(
  sandbox: Sandbox,
  aws: Aws,
  clusters: ClusterServer,
  whose: Omit<SiteOptions, 'cluster'>,
): Pick<Harness, 'cluster' | 'site'> {
  const cluster = async () => {
    const made = await clusters.cluster(aws.account, whose.installation);
    if (made) return made;
    throw new RehearsalError(`CloudFormation has created no cluster ${whose.installation} in ${aws.account}`, {
      where: sandbox.log('aws'),
      help: 'read why AWS::EKS::Cluster was not created',
    });
  };
  let opening: Promise<Site> | undefined;
  const site = () => {
    opening ??= cluster().then((made) => openSite(sandbox, aws, { ...whose, cluster: made }));
    return opening;
  };
  return { cluster, site };
}

/** What EKS puts into a cluster before its first pod. */
async function equip(sandbox: Sandbox, cluster: Cluster, aws: Aws): Promise<() => void> {
  await installAutoMode(sandbox, cluster.kubectl);
  return await startPodIdentity(sandbox, cluster, {
    account: aws.account,
    region: REGION,
    awsUrl: aws.url,
    endpoints: { AWS_SECRETSMANAGER_ENDPOINT: aws.url, AWS_STS_ENDPOINT: aws.url },
  });
}
