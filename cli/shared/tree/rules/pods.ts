import { type Pod, podsIn } from '../pods.ts';
import { objectRule, type Rule, type SayFault } from '../rule.ts';
import type { Tree } from '../tree.ts';
import { ofKind } from './find.ts';
import { LABEL } from './names.ts';

/** Priorities that every cluster has. https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/ */
const PRIORITIES = ['system-cluster-critical', 'system-node-critical'];

/** Pods that the API server takes, of what it checks outside of containers and schemas. */
export const podsAreValid: Rule = objectRule('has pods that Kubernetes can make', ({ object }, fault, tree) => {
  for (const pod of podsIn(object)) {
    volumesDiffer(pod, fault);
    classesExist(pod, tree, fault);
    tolerationsHold(pod, fault);
  }
});

function volumesDiffer({ path, spec }: Pod, fault: SayFault): void {
  const names = (spec.volumes ?? []).map((volume: { name: string } | null) => volume?.name);
  for (const [index, volume] of (spec.volumes ?? []).entries()) {
    const { name, ...sources } = volume ?? {};
    const at = [...path, 'volumes', index];
    const kinds = Object.values(sources).filter((source) => source !== undefined && source !== null).length;
    if (!LABEL.test(String(name)))
      fault([...at, 'name'], `is ${JSON.stringify(name)}`, 'write lower-case letters, digits and dashes, 63 at most');
    else if (names.indexOf(name) < index)
      fault([...at, 'name'], `is ${name}, as another volume is named`, 'give each volume a name of its own');
    if (kinds > 1) fault(at, `(${name}) comes from ${kinds} sources`, 'keep one of them');
    for (const [source, field] of NAMING)
      if (sources[source] && !sources[source][field])
        fault([...at, source], `names no ${source}`, `write ${field}: the name of the ${source}`);
  }
}

/** What a volume is made of by its name, and the field of the name, which the API server requires. */
const NAMING = [
  ['secret', 'secretName'],
  ['configMap', 'name'],
  ['persistentVolumeClaim', 'claimName'],
] as const;

function classesExist({ path, spec }: Pod, tree: Tree, fault: SayFault): void {
  const known = (kind: string, name: unknown) => ofKind(tree, kind).some(({ metadata }) => metadata.name === name);
  const { priorityClassName: priority, runtimeClassName: runtime } = spec;
  if (priority && !PRIORITIES.includes(priority) && !known('PriorityClass', priority))
    fault(
      [...path, 'priorityClassName'],
      `is ${priority}, no PriorityClass that the tree makes`,
      'add it, or remove this',
    );
  if (runtime && !known('RuntimeClass', runtime))
    fault(
      [...path, 'runtimeClassName'],
      `is ${runtime}, no RuntimeClass that the tree makes`,
      'add it, or remove this',
    );
}

function tolerationsHold({ path, spec }: Pod, fault: SayFault): void {
  for (const [index, one] of (spec.tolerations ?? []).entries()) {
    const { key, operator = 'Equal', value, effect, tolerationSeconds } = one ?? {};
    const at = [...path, 'tolerations', index];
    if (operator === 'Exists' && value) fault([...at, 'value'], `is ${value}, and Exists compares none`, 'remove it');
    if (operator === 'Equal' && !key) fault([...at, 'operator'], 'is Equal without a key', 'write Exists, or a key');
    if (tolerationSeconds !== undefined && effect !== 'NoExecute')
      fault(
        [...at, 'tolerationSeconds'],
        `goes with ${effect ?? 'no effect'}`,
        'write effect: NoExecute, or remove it',
      );
  }
}
