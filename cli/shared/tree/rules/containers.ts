import { type Container, containersOf, type Pod, PROBES, podsIn } from '../pods.ts';
import { amountOf } from '../quantity.ts';
import { objectRule, type Rule, type SayFault } from '../rule.ts';
import { LABEL } from './names.ts';

// What the API server checks of the containers of a pod, beyond their schema. It checks it when a controller makes the pod:
// a Deployment that breaks one of these is accepted, and never has a pod.
// https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go

// biome-ignore lint/suspicious/noExplicitAny: parts of a pod's spec as they are written
type Field = any;

/** https://www.rfc-editor.org/rfc/rfc6335#section-5.1 */
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];

/** Containers that the API server makes a pod of. */
export const containersAreValid: Rule = objectRule('has containers that Kubernetes can start', ({ object }, fault) => {
  for (const pod of podsIn(object)) {
    namesDiffer(pod, fault);
    for (const one of containersOf(pod)) {
      portsAreNamed(one, fault);
      variablesHaveOneValue(one, fault);
      mountsDiffer(one, fault);
      limitsHoldRequests(one, fault);
      probesAsk(one, fault);
    }
  }
});

function namesDiffer(pod: Pod, fault: SayFault): void {
  const names = containersOf(pod).map(({ container }) => String(container.name));
  for (const [at, { path, container }] of containersOf(pod).entries()) {
    const name = JSON.stringify(container.name);
    if (!LABEL.test(String(container.name)))
      fault([...path, 'name'], `is ${name}`, 'write lower-case letters, digits and dashes, 63 at most');
    else if (names.indexOf(container.name) < at)
      fault([...path, 'name'], `is ${name}, as another container is named`, 'give each container a name of its own');
  }
}

function portsAreNamed({ path, container }: Container, fault: SayFault): void {
  for (const [index, port] of (container.ports ?? []).entries())
    if (port?.name !== undefined && port.name !== null && !PORT_NAME.test(String(port.name)))
      fault(
        [...path, 'ports', index, 'name'],
        `is ${JSON.stringify(port.name)}`,
        'write lower-case letters, digits and single dashes, one letter at least, 15 characters at most',
      );
}

function variablesHaveOneValue({ path, container }: Container, fault: SayFault): void {
  for (const [index, variable] of (container.env ?? []).entries()) {
    const at = [...path, 'env', index];
    if (/[=\0]/.test(String(variable?.name)))
      fault([...at, 'name'], `is ${JSON.stringify(variable.name)}`, 'leave out =');
    if (variable?.value && variable.valueFrom)
      fault(at, `(${variable.name}) has a value and valueFrom`, 'remove one of the two');
  }
}

function mountsDiffer({ path, container }: Container, fault: SayFault): void {
  const mounts: readonly Field[] = container.volumeMounts ?? [];
  const places = mounts.map((mount) => mount?.mountPath);
  for (const [index, place] of places.entries()) {
    const at = [...path, 'volumeMounts', index, 'mountPath'];
    if (!/^\/[^:]*$/.test(String(place)))
      fault(at, `is ${JSON.stringify(place)}`, 'write an absolute path without a colon');
    else if (places.indexOf(place) < index)
      fault(at, `is ${place}, where another volume is mounted`, 'mount each volume in a place of its own');
  }
}

function limitsHoldRequests({ path, container: { resources } }: Container, fault: SayFault): void {
  const { requests, limits } = resources ?? {};
  for (const [name, requested] of Object.entries(requests ?? {})) {
    const [request, limit] = [amountOf(requested), amountOf(limits?.[name])];
    if (request !== undefined && limit !== undefined && request > limit)
      fault(
        [...path, 'resources', 'requests', name],
        `is ${requested}, above its limit of ${limits[name]}`,
        'lower the request, or raise the limit',
      );
  }
}

function probesAsk({ path, container }: Container, fault: SayFault): void {
  for (const name of PROBES.filter((one) => container[one])) {
    const asked = HANDLERS.filter((handler) => container[name][handler] !== undefined);
    if (asked.length !== 1)
      fault([...path, name], `asks in ${asked.length} ways`, `write one of ${HANDLERS.join(', ')}`);
    const successes = container[name].successThreshold ?? 1;
    if (name !== 'readinessProbe' && successes !== 1)
      fault([...path, name, 'successThreshold'], `is ${successes}`, 'write 1: only a readinessProbe may ask for more');
  }
}
