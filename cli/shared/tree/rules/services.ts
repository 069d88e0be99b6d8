import type { Manifest } from '../../rendering/render.ts';
import { containersOf, type Pod, PROBES, podsIn } from '../pods.ts';
import { objectRule, type Rule } from '../rule.ts';
import type { Tree } from '../tree.ts';
import { isComplete, labelsOf, named, podsOf, selects } from './find.ts';

/** Names and numbers of the ports that a pod's containers declare. */
const portsOf = (pod: Pod): (string | number)[] =>
  containersOf(pod).flatMap(({ container }) =>
    (container.ports ?? []).flatMap(({ name, containerPort }: { name?: string; containerPort: number }) =>
      name === undefined ? [containerPort] : [name, containerPort],
    ),
  );

/** Of what is declared: a container may listen elsewhere, and nobody who reads the tree would know. */
const declared = (ports: readonly (string | number)[]) =>
  ports.length > 0
    ? `write one of ${ports.join(', ')}, or declare it as a containerPort`
    : 'declare it as a containerPort';

/** A Service without pods answers nobody, and says nothing about it. */
export const servicesFindPods: Rule = objectRule(
  'has Services that find pods, at ports of theirs',
  (applied, fault, tree) => {
    const { kind, metadata, spec } = applied.object;
    const { namespace } = metadata;
    if (kind !== 'Service' || namespace === undefined || !isComplete(tree, namespace)) return;
    const matchLabels: Readonly<Record<string, string>> = spec?.selector ?? {};
    if (Object.keys(matchLabels).length === 0) return; // its endpoints are somebody else's
    const pods = podsOf(tree, namespace).filter((pod) => selects({ matchLabels }, labelsOf(pod)));
    if (pods.length === 0)
      return fault(['spec', 'selector'], 'selects no pod', 'write labels of the pods that are meant');
    const ports = [...new Set(pods.flatMap(portsOf))];
    for (const [index, { port, targetPort = port }] of (spec.ports ?? []).entries())
      if (!ports.includes(targetPort))
        fault(['spec', 'ports', index, 'targetPort'], `is ${targetPort}, no port of its pods`, declared(ports));
  },
);

/** The kubelet asks at the pod's own ports. */
export const probesFindPorts: Rule = objectRule('probes ports that a container declares', ({ object }, fault) => {
  for (const pod of podsIn(object)) {
    const ports = portsOf(pod);
    for (const { path, container } of containersOf(pod))
      for (const probe of PROBES)
        for (const how of ['httpGet', 'tcpSocket', 'grpc']) {
          const port = container[probe]?.[how]?.port;
          if (port !== undefined && !ports.includes(port))
            fault([...path, probe, how, 'port'], `is ${port}, no port of the pod`, declared(ports));
        }
  }
});

/** What Flux itself serves in its namespace, and CDK's target group joins. */
const OF_FLUX: readonly Manifest[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'webhook-receiver', namespace: 'flux-system' },
    spec: { ports: [{ name: 'http', port: 80 }] },
  },
];

/** A target group without targets answers every reader with an error. */
export const bindingsFindServices: Rule = objectRule(
  'binds target groups to Services and ports that exist',
  ({ object }, fault, tree: Tree) => {
    const { kind, metadata, spec } = object;
    if (kind !== 'TargetGroupBinding' || metadata.namespace === undefined) return;
    const { name, port } = spec?.serviceRef ?? {};
    const ofFlux = OF_FLUX.filter((one) => one.metadata.name === name && one.metadata.namespace === metadata.namespace);
    const services = [...named(tree, 'Service', name, metadata.namespace), ...ofFlux];
    const field = ['spec', 'serviceRef'];
    if (services.length === 0)
      return fault([...field, 'name'], `is ${name}, no Service of its namespace`, 'correct the name, or add it');
    const ports = services.flatMap((service) =>
      (service.spec?.ports ?? []).flatMap((one: { name?: string; port: number }) => [one.name, one.port]),
    );
    if (!ports.includes(port))
      fault(
        [...field, 'port'],
        `is ${port}, no port of the Service ${name}`,
        `write one of ${ports.filter(Boolean).join(', ')}`,
      );
  },
);
