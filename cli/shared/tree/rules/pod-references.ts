import type { Manifest } from '../../rendering/render.ts';
import type { Path } from '../locate.ts';
import { containersOf, type Pod, podsIn } from '../pods.ts';
import { objectRule, type Rule } from '../rule.ts';
import { isComplete } from './find.ts';
import { keysOf } from './held-keys.ts';

/** A pod without one of its volumes is refused; the Deployment around it is not. */
export const mountsHaveVolumes: Rule = objectRule('mounts only volumes that a pod has', ({ object }, fault) => {
  for (const pod of podsIn(object)) {
    const claimed = (object.spec?.volumeClaimTemplates ?? []).map((claim: Manifest) => claim.metadata?.name);
    const volumes = [...(pod.spec.volumes ?? []).map((volume: { name: string }) => volume.name), ...claimed];
    for (const { path, container } of containersOf(pod))
      for (const [index, mount] of (container.volumeMounts ?? []).entries())
        if (!volumes.includes(mount?.name))
          fault([...path, 'volumeMounts', index, 'name'], `is ${mount?.name}, no volume of the pod`, oneOf(volumes));
  }
});

/** What a pod names in its namespace; it does not start before that is there. */
export const podsFindWhatTheyName: Rule = objectRule(
  'makes what its pods name: ConfigMaps, Secrets, claims, ServiceAccounts',
  ({ object }, fault, tree) => {
    const { namespace } = object.metadata;
    if (namespace === undefined || !isComplete(tree, namespace)) return;
    for (const pod of podsIn(object)) {
      for (const { path, kind, name, keys } of namedBy(pod)) {
        const held = keysOf(tree, kind, name, namespace);
        if (held === undefined) fault(path, `is ${name}, no ${kind} of the namespace ${namespace}`, EDITS[kind] ?? '');
        for (const key of keys.filter((one) => held && held !== 'unknown' && !held.includes(one)))
          fault(path, `is ${name}, a ${kind} without ${key}`, oneOf(held as readonly string[]));
      }
    }
  },
);

const EDITS: Readonly<Record<string, string>> = {
  Secret: 'correct the name, or write an ExternalSecret that makes it',
  ConfigMap: 'correct the name, or add the ConfigMap to the kustomization.yaml of the folder',
  PersistentVolumeClaim: 'correct the name, or add the claim',
  ServiceAccount: 'correct the name, or add the ServiceAccount',
};

const oneOf = (names: readonly string[]) =>
  names.length > 0 ? `write one of ${names.join(', ')}, or add it` : 'add it, or remove this';

/** Something that a pod names, and the keys of it that it wants. */
interface Named {
  readonly path: Path;
  readonly kind: string;
  readonly name: string;
  readonly keys: readonly string[];
}

function namedBy(pod: Pod): Named[] {
  const account = pod.spec.serviceAccountName;
  const own = { path: [...pod.path, 'serviceAccountName'], kind: 'ServiceAccount', name: String(account), keys: [] };
  const accounts = account === undefined || account === 'default' ? [] : [own];
  return [...accounts, ...volumesOf(pod), ...containersOf(pod).flatMap(environmentOf)];
}

// biome-ignore lint/suspicious/noExplicitAny: parts of a pod's spec as they are written
type Field = any;

function volumesOf({ path, spec }: Pod): Named[] {
  return (spec.volumes ?? []).flatMap((volume: Field, index: number) => {
    const at = [...path, 'volumes', index];
    const projected = (volume?.projected?.sources ?? []).flatMap((source: Field, number: number) =>
      sources(source, [...at, 'projected', 'sources', number], 'name'),
    );
    const claim = volume?.persistentVolumeClaim?.claimName;
    const claimPath = [...at, 'persistentVolumeClaim', 'claimName'];
    return [
      ...sources(volume, at, 'secretName'),
      ...projected,
      ...(claim === undefined ? [] : [{ path: claimPath, kind: 'PersistentVolumeClaim', name: claim, keys: [] }]),
    ];
  });
}

function sources(holder: Field, path: Path, secretField: string): Named[] {
  const read = (field: string, kind: string, nameField: string): Named[] => {
    const { [nameField]: name, items = [], optional } = holder?.[field] ?? {};
    const keys = items.map((item: Field) => String(item?.key));
    return name === undefined || optional === true ? [] : [{ path: [...path, field, nameField], kind, name, keys }];
  };
  return [...read('configMap', 'ConfigMap', 'name'), ...read('secret', 'Secret', secretField)];
}

function environmentOf({ path, container }: { readonly path: Path; readonly container: Field }): Named[] {
  const read = (holder: Field, at: Path, fields: Readonly<Record<string, string>>): Named[] =>
    Object.entries(fields).flatMap(([field, kind]) => {
      const { name, key, optional } = holder?.[field] ?? {};
      if (name === undefined || optional === true) return [];
      return [{ path: [...at, field, 'name'], kind, name, keys: key === undefined ? [] : [String(key)] }];
    });
  const values = { configMapKeyRef: 'ConfigMap', secretKeyRef: 'Secret' };
  const whole = { configMapRef: 'ConfigMap', secretRef: 'Secret' };
  return [
    ...(container.env ?? []).flatMap((one: Field, index: number) =>
      read(one?.valueFrom, [...path, 'env', index, 'valueFrom'], values),
    ),
    ...(container.envFrom ?? []).flatMap((one: Field, index: number) => read(one, [...path, 'envFrom', index], whole)),
  ];
}
