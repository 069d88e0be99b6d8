import { objectRule, type Rule } from '../rule.ts';
import { groupOf } from '../tree.ts';

const CDK_EDIT = 'remove it: CDK owns the way in (lib/ghost-stack.ts), and pods join it by a TargetGroupBinding';
const DOORS = ['Ingress', 'IngressClass'];

/** Load balancers that Kubernetes makes are outside CDK's stacks: public, unpriced, and in the way of `cdk destroy`. */
export const nothingPublic: Rule = objectRule('opens no door to the internet', ({ object }, fault) => {
  if (DOORS.includes(object.kind) || groupOf(object) === 'gateway.networking.k8s.io')
    fault(['kind'], `is ${object.kind}`, CDK_EDIT);
  if (object.kind !== 'Service') return;
  const spec = object.spec ?? {};
  if (['LoadBalancer', 'NodePort'].includes(spec.type))
    fault(
      ['spec', 'type'],
      `is ${spec.type}`,
      'write ClusterIP: CDK owns the load balancers, and a TargetGroupBinding joins',
    );
  if ((spec.externalIPs ?? []).length > 0) fault(['spec', 'externalIPs'], 'takes over addresses', 'remove it');
});

/** Its path is on the internet; without a token whoever finds it makes Flux fetch: https://fluxcd.io/flux/components/notification/receivers/ */
export const receiversAreSigned: Rule = objectRule('wakes Flux for signed requests only', ({ object }, fault) => {
  if (object.kind !== 'Receiver') return;
  if (object.spec?.type === 'generic') fault(['spec', 'type'], 'is generic, which checks no signature', 'write github');
  if (object.spec?.secretRef?.name === undefined)
    fault(['spec', 'secretRef'], 'is missing', 'write the Secret that holds its token');
});
