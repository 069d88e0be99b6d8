import { readFileSync } from 'node:fs';
import { anyInstallation } from '../../../cli/shared/load-config.ts';
import { CONTRACT_VALUES } from '../../../cli/shared/rendering/contract-values.ts';
import { synthesizeTemplates } from '../../../cli/shared/templates.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { REASON_HEADER } from '../../fakes/cloudfront/refusal.ts';
import { type Behavior, distributionRules, type Forwarded, isForwarded } from '../../fakes/cloudfront/rules.ts';
import { startCloudFront } from '../../fakes/cloudfront/start.ts';
import { type Visitor, visitorOf } from '../../fakes/cloudfront/visitor.ts';
import { asIfDeployed } from '../../fakes/deployed-stack/as-if-deployed.ts';
import { Deployed, type StackContent } from '../../fakes/deployed-stack/deployed.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { objectsOf } from './bucket.ts';

/** The blog as its readers reach it. */
export interface GhostSite {
  /** Without a trailing slash. */
  readonly url: string;
  readonly visit: Visitor;
  /** The target group whose targets get readers' requests. */
  readonly targetGroupArn: string;
  /** Whether the load balancer has a target, which is a pod that is Ready. */
  readonly reached: () => Promise<boolean>;
}

/** This project's Ghost stack: synthesized, and never deployed. */
export async function synthesizeGhost(): Promise<StackContent> {
  return asIfDeployed(ghostTemplate([...synthesizeTemplates(await anyInstallation()).values()]));
}

/** Puts CloudFront in front of a cluster, as the Ghost stack describes it. */
export async function openGhostSite(sandbox: Sandbox, cluster: Cluster, stack: StackContent): Promise<GhostSite> {
  const { SITE_URL: url, SITE_HOST: domainName } = CONTRACT_VALUES;
  const edge = { address: ADDRESSES.cloudFront, domainName };
  const { targetGroupArn } = defaultBehavior(distributionRules(new Deployed(stack))).origin;
  await startCloudFront(sandbox, edge, cluster, stack, async () => undefined, objectsOf(stack.template));
  const visit = visitorOf(url, { authority: readFileSync(sandbox.authority.certificate, 'utf8') });
  const reached = async () => (await visit('/ghost/api/admin/site/')).headers[REASON_HEADER] === undefined;
  return { url, visit, targetGroupArn, reached };
}

/** The template that holds the distribution. */
function ghostTemplate(templates: readonly unknown[]): unknown {
  const found = templates.find((template) => JSON.stringify(template).includes('"AWS::CloudFront::Distribution"'));
  if (found) return found;
  throw new RehearsalError('no stack of the app has a distribution', { help: 'see lib/ghost-stack.ts' });
}

function defaultBehavior(behaviors: readonly Behavior[]): Forwarded {
  const found = behaviors.filter(isForwarded).find(({ pattern }) => pattern === '*');
  if (found) return found;
  throw new RehearsalError('the distribution has no default behavior', {
    help: 'see lib/constructs/content-delivery.ts',
  });
}
