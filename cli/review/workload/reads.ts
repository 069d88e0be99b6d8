import type { Manifest } from '../../shared/rendering/render.ts';
import { containersOf, podSpecOf } from './pods.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The Secrets that an object's pods read, by name. */
export function secretsRead(object: Manifest): string[] {
  return namesIn([podSpecOf(object)?.volumes, containersOf(object)]);
}

/** What volumes, variables and pulls of images name a Secret by. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Fields).flatMap(([key, inner]) => {
    if (/^secret(Ref|KeyRef)?$/.test(key)) return partsOf((inner ?? {}) as Fields);
    return namesIn(inner);
  });
}

/** A Secret, or the keys of it that are named: all of it where none is. */
function partsOf({ name, secretName, key, items }: Fields): string[] {
  const keys = key === undefined ? ((items ?? []) as Fields[]).map((item) => item.key) : [key];
  const of = String(secretName ?? name);
  return keys.length === 0 ? [of] : keys.map((one) => `${of} ${String(one)}`);
}

/** The claims that hold what an object's pods keep, by volume. */
export function claimsOf(object: Manifest): string[] {
  return (podSpecOf(object)?.volumes ?? []).flatMap(({ name, persistentVolumeClaim }) => {
    const { claimName } = (persistentVolumeClaim ?? {}) as Fields;
    return claimName === undefined ? [] : [`${name} ${claimName}`];
  });
}

/** Names of fields that hold a secret; what says where one is ends in Ref, Name, Arn ... */
const SECRET = /(password|passwd|passphrase|secret|token|(private|api|access)_?key)$/i;

/** What an object holds in clear text that is called a secret: the repository has it for ever. */
export function secretsWritten(object: Manifest): string[] {
  const { kind, data, stringData } = object;
  const own = kind === 'Secret' ? Object.entries({ ...data, ...stringData }) : [];
  const mapped = kind === 'ConfigMap' ? Object.entries(data ?? {}).filter(([key]) => SECRET.test(key)) : [];
  const written = [...own, ...mapped].filter(([, value]) => value !== '').map(([key]) => key);
  const variables = containersOf(object).flatMap(({ name: container, env }) =>
    ((env ?? []) as { name: string; value?: string }[])
      .filter(({ name, value }) => SECRET.test(name) && value)
      .map(({ name }) => `${container} ${name}`),
  );
  return [...written, ...variables];
}
