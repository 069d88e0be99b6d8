import { FLUX_NAMESPACE, WEBHOOK_PORT } from '../../../lib/names.ts';
import type { Kubectl } from '../../cluster/kubectl.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { addressOf, podCanReach, sandboxCanReach } from './connections.ts';

/** The port that source-controller serves artifacts on. */
const ARTIFACTS = 9090;

/**
 * Shows with real connections that the network policies of Flux and of the tree are enforced.
 * @returns one line for each connection that was tried.
 * @throws RehearsalError when one was allowed that should be denied, or the other way round.
 */
export async function provePolicies(kubectl: Kubectl): Promise<string[]> {
  const address = (app: string) => addressOf(kubectl, FLUX_NAMESPACE, `app=${app}`);
  const ghost = await addressOf(kubectl, 'ghost', 'app.kubernetes.io/name=ghost');
  const users = await addressOf(kubectl, 'database', 'app.kubernetes.io/name=users');
  const fromUsers = (to: string, port: number) => podCanReach(users, { address: to, port });
  const fromGhost = (to: string, port: number) => podCanReach(ghost, { address: to, port });
  const [source, kustomize, notification] = await Promise.all([
    address('source-controller'),
    address('kustomize-controller'),
    address('notification-controller'),
  ]);
  const service = await kubectl(['get', 'service', 'kubernetes', '-o', 'jsonpath={.spec.clusterIP}']);
  const artifacts = { address: source, port: ARTIFACTS };
  // All at once: what is denied answers nothing, and takes as long as somebody waits.
  const asked = [
    { what: 'kustomize-controller to source-controller', open: true, seen: podCanReach(kustomize, artifacts) },
    {
      what: 'load balancer to source-controller',
      open: false,
      seen: sandboxCanReach(ADDRESSES.loadBalancer, artifacts),
    },
    {
      what: 'load balancer to the webhook receiver',
      open: true,
      seen: sandboxCanReach(ADDRESSES.loadBalancer, { address: notification, port: WEBHOOK_PORT }),
    },
    { what: 'Ghost to MySQL', open: true, seen: fromGhost(ADDRESSES.database, 3306) },
    { what: "Ghost to the blog's own address", open: true, seen: fromGhost(ADDRESSES.cloudFront, 443) },
    // What a Ghost that was broken into would look for.
    { what: 'Ghost to the Kubernetes API', open: false, seen: fromGhost(ADDRESSES.kubernetes, 443) },
    { what: 'Ghost to the Kubernetes API by its service', open: false, seen: fromGhost(service, 443) },
    { what: 'Ghost to Pod Identity', open: false, seen: fromGhost(ADDRESSES.podIdentity, 80) },
    { what: 'Ghost to port 443 elsewhere in the VPC', open: false, seen: fromGhost(ADDRESSES.registry, 443) },
    { what: 'Ghost to source-controller', open: false, seen: fromGhost(source, ARTIFACTS) },
    { what: 'Ghost to the webhook receiver', open: false, seen: fromGhost(notification, WEBHOOK_PORT) },
    { what: "what makes Ghost's database user to MySQL", open: true, seen: fromUsers(ADDRESSES.database, 3306) },
    { what: 'the same to the Kubernetes API', open: true, seen: fromUsers(ADDRESSES.kubernetes, 443) },
    { what: 'the same to the Kubernetes API by its service', open: true, seen: fromUsers(service, 443) },
    { what: 'the same to Pod Identity', open: false, seen: fromUsers(ADDRESSES.podIdentity, 80) },
    { what: 'the same to source-controller', open: false, seen: fromUsers(source, ARTIFACTS) },
    { what: 'kubelet to source-controller', open: true, seen: sandboxCanReach(ADDRESSES.node, artifacts) },
  ];
  const tries = await Promise.all(asked.map(async ({ seen, ...one }) => ({ ...one, seen: await seen })));
  const wrong = tries.find(({ open, seen }) => open !== seen);
  if (wrong) {
    const outcome = wrong.seen ? 'was allowed, and should be denied' : 'was denied, and should be allowed';
    throw new RehearsalError(`${wrong.what} ${outcome}`, {
      help: 'kubectl get networkpolicies -A -o yaml; nft list ruleset, inside the sandbox',
    });
  }
  return tries.map(({ what, seen }) => `${what}: ${seen ? 'allowed' : 'denied'}`);
}
