import { basename, dirname } from 'node:path/posix';
import { nearest } from '../../../../lib/config/nearest.ts';
import type { Path } from '../locate.ts';
import { type Container, containersOf, type Pod, podsIn } from '../pods.ts';
import { objectRule, type Rule } from '../rule.ts';
import type { Tree } from '../tree.ts';
import { keysOf } from './held-keys.ts';

/** A volume as a container sees it. */
interface Mounted {
  /** Where, without a slash at its end. */
  readonly at: string;
  /** For people: `the ConfigMap program`. */
  readonly what: string;
  /** Undefined when nobody knows them here. */
  readonly files: readonly string[] | undefined;
}

/**
 * What a container is told to read lies in its volumes. Only ConfigMaps and Secrets of the tree hold files that are known here; what an
 * image holds, or a disk, is not spoken of.
 */
export const filesAreMounted: Rule = objectRule(
  'names only files that its ConfigMaps and Secrets hold',
  ({ object }, fault, tree) => {
    const { namespace } = object.metadata;
    if (namespace === undefined) return;
    for (const pod of podsIn(object)) {
      for (const one of containersOf(pod)) {
        const mounted = mountedIn(one, pod, tree, namespace);
        for (const { path, file } of filesNamedBy(one)) {
          const wrong = faultOf(file, mounted);
          if (wrong) fault(path, `is ${file}, ${wrong.what}`, wrong.edit);
        }
      }
    }
  },
);

function faultOf(file: string, mounted: readonly Mounted[]): { what: string; edit: string } | undefined {
  const around = mounted.filter(({ at }) => file.startsWith(`${at}/`)).sort((a, b) => b.at.length - a.at.length)[0];
  if (around !== undefined) {
    const { at, what, files } = around;
    if (files === undefined || files.includes(file.slice(at.length + 1))) return undefined;
    return {
      what: `and ${what} does not hold it`,
      edit: `write one of ${files.map((one) => `${at}/${one}`).join(', ')}`,
    };
  }
  // Only where the file's own name is there too: an image may have folders of nearly the same name.
  const [folder, name] = [dirname(file), basename(file)];
  const holders = mounted.filter(({ files }) => files?.includes(name)).map(({ at }) => at);
  const meant = nearest(folder, holders);
  return meant === undefined ? undefined : { what: 'where no volume is mounted', edit: `write ${meant}/${name}` };
}

// biome-ignore lint/suspicious/noExplicitAny: parts of a pod's spec as they are written
type Field = any;

function mountedIn({ container }: Container, { spec }: Pod, tree: Tree, namespace: string): Mounted[] {
  return (container.volumeMounts ?? []).flatMap((mount: Field) => {
    const volume = (spec.volumes ?? []).find((one: Field) => one?.name === mount?.name);
    const [kind, source, name] = volume?.configMap
      ? ['ConfigMap', volume.configMap, volume.configMap.name]
      : ['Secret', volume?.secret, volume?.secret?.secretName];
    const isPart = mount?.subPath !== undefined || mount?.subPathExpr !== undefined;
    const keys = name === undefined || isPart ? undefined : keysOf(tree, kind, name, namespace);
    const files = keys === 'unknown' ? undefined : (source?.items?.map((item: Field) => item?.path) ?? keys);
    return [{ at: String(mount?.mountPath).replace(/\/+$/, ''), what: `the ${kind} ${name}`, files }];
  });
}

/** One absolute path and nothing else: no list, pattern, folder, variable, or way around. */
const ONE_FILE = /^(?!.*\.\.)\/[\w./@+-]*[\w-]$/;

/** Absolute paths in what a container is told: its command, its variables, its probes. */
function filesNamedBy({ path, container }: Container): { path: Path; file: string }[] {
  const { command, args, env, startupProbe, livenessProbe, readinessProbe, lifecycle } = container;
  const told = { command, args, env, startupProbe, livenessProbe, readinessProbe, lifecycle };
  return textsIn(told, path).filter(({ path: at, file }) => ONE_FILE.test(file) && !at.includes('httpGet'));
}

function textsIn(value: unknown, path: Path): { path: Path; file: string }[] {
  if (typeof value === 'string') return [{ path, file: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
