import { type App, DefaultStackSynthesizer, PermissionsBoundary, Stack, type StackProps } from 'aws-cdk-lib';
import { acknowledge } from './acknowledge.ts';
import { AlarmsStack } from './alarms-stack.ts';
import { bootstrapNames } from './bootstrap/names.ts';
import { CertificateStack } from './certificate-stack.ts';
import { ClusterStack } from './cluster-stack.ts';
import { CERTIFICATE_REGION, makesCertificate } from './config/certificate-region.ts';
import type { Config } from './config/config.ts';
import { isProtected } from './config/protected.ts';
import { hasConnections } from './config/regions.ts';
import { DatabaseStack } from './database-stack.ts';
import { leaveNothingOfFailedCreation } from './failed-creation.ts';
import { type Define, draft, pinProducers, type Stacks } from './fingerprint.ts';
import { FluxStack } from './flux-stack.ts';
import { GhostStack } from './ghost-stack.ts';
import { fingerprintTogether } from './infrastructure.ts';
import { NAME_TAG } from './names.ts';
import { NetworkStack } from './network-stack.ts';
import { PipelineStack } from './pipeline-stack.ts';
import { ProtectionStack } from './protection-stack.ts';

/** What the CDK's validation finds where its data do not have a type of resource in the region. */
const NO_SUCH_TYPE_THERE = 'CloudFormation-Validate::F3006';

/** What is known of a deployment beyond the config. */
export interface Deployment {
  /**
   * Names of the stacks that stand: the others are not protected from deletion yet, because the CDK deletes a stack whose
   * creation failed before it creates it again, see docs/decisions/0011-protection-last.md.
   */
  readonly standing?: readonly string[];
  /** The commit that Flux follows, in an environment to which commits are promoted: docs/decisions/0033-environments.md. */
  readonly commit?: string | undefined;
}

/**
 * Defines every stack and its wiring.
 * @param app the CDK app, with the context of cdk.json
 * @param config the config, parsed
 */
export function buildApp(app: App, config: Config, { standing = [], commit }: Deployment = {}): void {
  const locked = (own: string) => lockedInfrastructure(app.node.getAllContext(), config, own);
  const define: Define = (scope, infrastructure) =>
    // A draft is what the manifests wait for, whichever commit they are of.
    defineStacks(scope, config, infrastructure === undefined ? {} : { infrastructure, commit });
  pinProducers(app, define, locked);
  if (!hasConnections(config.region)) {
    acknowledge(app, 'The config says why the region has by now what the CDK does not know there.', NO_SUCH_TYPE_THERE);
  }
  for (const stack of app.node.children.filter(Stack.isStack)) {
    stack.terminationProtection = isProtected(config) && standing.includes(stack.stackName);
  }
}

/**
 * The fingerprint of the infrastructure that the config describes, as the lock of the manifests names it.
 * @param context of the app, as cdk.json gives it
 * @returns 12 hexadecimal digits
 */
export function infrastructureOf(context: Record<string, unknown>, config: Config): string {
  return lockedInfrastructure(context, config, ownInfrastructure(context, config));
}

const ownInfrastructure = (context: Record<string, unknown>, config: Config): string =>
  draft(context, (scope) => defineStacks(scope, config, {})).infrastructure;

/** The manifests are the same in every environment, and so is their lock: it names the infrastructure of all of them. */
function lockedInfrastructure(context: Record<string, unknown>, config: Config, own: string): string {
  const { environment } = config;
  if (environment === undefined) return own;
  const each = Object.entries(environment.all).map(([name, other]): [string, string] => [
    name,
    name === environment.name ? own : ownInfrastructure(context, other),
  ]);
  return fingerprintTogether(each);
}

/** What a draft has nothing of. */
interface Known {
  /** The fingerprint of what is defined here. */
  readonly infrastructure?: string | undefined;
  readonly commit?: string | undefined;
}

function defineStacks(app: App, config: Config, { infrastructure, commit }: Known): Stacks {
  const named = (name: string, description: string) => ({ config, ...stackProps(config, name, description) });

  const network = new NetworkStack(app, 'Network', named('network', 'VPC, subnets, NAT and flow logs'));
  const { vpc, vpcCidr } = network;

  const kubernetes = new ClusterStack(app, 'Cluster', { ...named('cluster', 'EKS cluster'), vpc });
  const { cluster, dnsAddress } = kubernetes;

  const following = { ...named('flux', 'Flux, which follows the repository'), cluster, commit };
  const flux = new FluxStack(app, 'Flux', following);

  const data = new DatabaseStack(app, 'Database', { ...named('database', 'RDS for MySQL'), vpc });
  const { database } = data;

  const certified = defineCertificate(app, config, named);

  const ghost = new GhostStack(app, 'Ghost', {
    ...named('ghost', 'File system, load balancer, CDN and the settings of Ghost'),
    vpc,
    vpcCidr,
    cluster,
    dnsAddress,
    database,
    certificate: certified?.certificate,
    secretsReader: flux.secretsReader,
    infrastructure,
  });

  const protection = new ProtectionStack(app, 'Protection', {
    ...named('protection', 'Protects what holds data, once it stands'),
    databases: database.data,
    data: [...database.data, ghost.data],
    fileSystemArn: ghost.fileSystemArn,
  });

  const alarms = new AlarmsStack(app, 'Alarms', {
    ...named('alarms', 'What wakes a person, and what they look at then'),
    database,
    blog: ghost.watched,
    fileSystemArn: ghost.fileSystemArn,
    podLogs: ghost.podLogs,
  });

  const pipeline = new PipelineStack(app, 'Pipeline', {
    ...named('pipeline', 'Deploys every stack, this one included'),
    vpc,
    cluster,
    alarms: alarms.topic,
  });

  leaveNothingOfFailedCreation(app);
  const before = [network, kubernetes, flux, data, ...(certified ? [certified] : [])];
  inOrder(...before, ghost, protection, alarms, pipeline);
  return { infrastructure: [...before, ghost], later: [protection, alarms, pipeline] };
}

/** In the region of CloudFront, for a blog with a domain of its own that brings no certificate. */
function defineCertificate(
  app: App,
  config: Config,
  named: (name: string, description: string) => StackProps,
): CertificateStack | undefined {
  const { name, redirectFrom, hostedZone } = config.blog.domain ?? { redirectFrom: [] };
  if (!makesCertificate(config) || name === undefined || hostedZone === undefined) return undefined;
  const props = named('certificate', "Certificate of the blog's names");
  return new CertificateStack(app, 'Certificate', {
    ...props,
    env: { ...props.env, region: CERTIFICATE_REGION },
    names: [name, ...redirectFrom],
    zone: hostedZone,
  });
}

/** References alone leave the order open: nothing in the pipeline's template needs Ghost's, yet it must come last. */
function inOrder(...stacks: Stack[]): void {
  stacks.forEach((stack, i) => {
    for (const earlier of stacks.slice(0, i)) stack.addStackDependency(earlier);
  });
}

function stackProps(config: Config, name: string, description: string): StackProps {
  const { qualifier, boundary } = bootstrapNames(config);
  return {
    stackName: `${config.name}-${name}`,
    description: `onemerge ${config.name}: ${description}`,
    env: { region: config.region, ...(config.account === undefined ? {} : { account: config.account }) },
    tags: { [NAME_TAG]: config.name },
    synthesizer: new DefaultStackSynthesizer({ qualifier }),
    // CloudFormation may make no role without it, see lib/bootstrap/execution-iam.json.
    permissionsBoundary: PermissionsBoundary.fromName(boundary),
  };
}
