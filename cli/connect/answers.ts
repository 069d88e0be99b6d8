import { CommandError } from '../shared/command-error.ts';
import type { Delivery } from './github-answers.ts';

/** What an answer of the webhook's address means. */
interface Meaning {
  readonly cause: string;
  readonly help: string;
  /** May it become 200 by waiting? After the first deploy the cluster needs minutes until its Receiver listens. */
  readonly passes: boolean;
}

const TREE = 'kubectl -n flux-system get kustomizations,receivers,externalsecrets';
const TARGETS = 'kubectl -n flux-system describe targetgroupbindings webhook-receiver; kubectl -n flux-system get pods';

const MEANINGS: Readonly<Record<number, Meaning>> = {
  400: {
    cause: 'Flux refuses the signature: the cluster holds another token than Secrets Manager',
    help: 'kubectl -n flux-system annotate externalsecret webhook-token force-sync=$(date +%s) --overwrite; then run this again',
    passes: false,
  },
  403: {
    cause: 'something in front of Flux refuses GitHub: the distribution, or a firewall of yours',
    help: 'aws cloudfront list-distributions; look at the behaviour /hook/* and its web ACL',
    passes: false,
  },
  404: {
    cause: 'no Receiver listens at this path: Flux has not applied the tree yet, or holds an older token',
    help: TREE,
    passes: true,
  },
  500: {
    cause: "Flux's Receiver could not ask for a reconciliation",
    help: 'kubectl -n flux-system logs deploy/notification-controller',
    passes: true,
  },
  502: { cause: 'CloudFront gets no answer from the load balancer', help: TARGETS, passes: true },
  503: { cause: "Flux's Receiver is not ready, or has no pod behind the load balancer", help: TREE, passes: true },
  504: { cause: 'the load balancer has no healthy pod to send it to', help: TARGETS, passes: true },
};

const UNREACHED: Meaning = {
  cause: "GitHub reached nobody at the blog's address",
  help: 'aws cloudfront list-distributions --query "DistributionList.Items[].[DomainName,Status]"',
  passes: true,
};

const OTHER: Meaning = {
  cause: 'somebody else than Flux answers at this path',
  help: 'aws cloudfront list-distributions; look at the behaviour /hook/*',
  passes: false,
};

/** What GitHub's record of a delivery means that was not answered 200. */
export function meaningOf({ status_code, status }: Pick<Delivery, 'status_code' | 'status'>): Meaning {
  if (/connect|resolve|timed out/i.test(status)) return UNREACHED;
  return MEANINGS[status_code] ?? (status_code >= 500 ? (MEANINGS[502] ?? OTHER) : OTHER);
}

/** May the answer become 200 by waiting? */
export const mayPass = (delivery: Delivery): boolean => meaningOf(delivery).passes;

/** Words a ping that was not answered 200. */
export function explainAnswer(delivery: Delivery, url: string): CommandError {
  const { cause, help } = meaningOf(delivery);
  const { status_code, status } = delivery;
  return new CommandError(`GitHub's ping was answered ${status_code} (${status}): ${cause}`, { where: url, help });
}
