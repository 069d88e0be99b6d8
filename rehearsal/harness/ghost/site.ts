import { readFileSync } from 'node:fs';
import { anyInstallation } from '../../../cli/shared/load-config.ts';
import { CONTRACT_VALUES } from '../../../cli/shared/rendering/contract-values.ts';
import { synthesizeTemplates } from '../../../cli/shared/templates.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { Heard } from '../../fakes/cloudfront/origin-call.ts';
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
  /** How many answers Ghost has given this edge so far. */
  readonly answered: () => number;
  /** Ends CloudFront and the load balancer. */
  readonly close: () => void;
}

/** Where CloudFront stands. */
interface Place {
  readonly address: string;
  readonly domainName: string;
  /** Puts another Ghost's words into an answer, before the edge looks at it. */
  readonly reword?: Heard;
}

const PLACE: Place = { address: ADDRESSES.cloudFront, domainName: CONTRACT_VALUES.SITE_HOST };

/** This project's Ghost stack: synthesized, and never deployed. */
export async function synthesizeGhost(): Promise<StackContent> {
  return asIfDeployed(ghostTemplate([...synthesizeTemplates(await anyInstallation()).values()]));
}

/** Puts CloudFront in front of a cluster, as the Ghost stack describes it. */
export async function openGhostSite(
  sandbox: Sandbox,
  cluster: Cluster,
  stack: StackContent,
  { address, domainName, reword }: Place = PLACE,
): Promise<GhostSite> {
  const url = `https://${domainName}`;
  const { targetGroupArn } = defaultBehavior(distributionRules(new Deployed(stack))).origin;
  let answered = 0;
  const heard: Heard = (answer) => {
    answered += 1;
    reword?.(answer);
  };
  const edge = { address, domainName, heard };
  const tell = async () => undefined;
  const cloudFront = await startCloudFront(sandbox, edge, cluster, stack, tell, objectsOf(stack.template));
  const visit = visitorOf(url, { authority: readFileSync(sandbox.authority.certificate, 'utf8') });
  const reached = async () => (await visit('/ghost/api/admin/site/')).headers[REASON_HEADER] === undefined;
  const close = () => {
    cloudFront.stop();
    sandbox.names.replace(address, []);
  };
  return { url, visit, targetGroupArn, reached, answered: () => answered, close };
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
