import type { Manifest } from '../../shared/rendering/render.ts';
import { olderVersion } from '../infrastructure/data-at-risk.ts';
import { containersOf, podSpecOf } from './pods.ts';

/** Something with a version: an image of a container, or a chart. */
interface Versioned {
  /** What it is compared by. */
  readonly of: string;
  /** Registry and path. */
  readonly from: string;
  /** A tag; a range for a chart that follows one. Undefined where only a digest says which, or nothing does. */
  readonly version: string | undefined;
  readonly digest: string | undefined;
  readonly fixed: boolean;
}

/** The images that an object's pods run, by container. */
export function imagesOf(object: Manifest): Versioned[] {
  const mounted = (podSpecOf(object)?.volumes ?? []).map(({ name, image }) => {
    return { name: `volume ${name}`, image: (image as { reference?: string } | undefined)?.reference };
  });
  return [...containersOf(object), ...mounted].flatMap(({ name, image }) => {
    const [, from = '', version, digest] = /^([^@]*?)(?::([^:/@]+))?(@.+)?$/.exec(image ?? '') ?? [];
    const fixed = digest !== undefined || (version !== undefined && /\d\.\d/.test(version));
    return image === undefined ? [] : [{ of: name, from, version, digest, fixed }];
  });
}

/** The chart that Flux fetches by an object. */
export function chartOf({ kind, spec }: Manifest): Versioned[] {
  if (kind === 'OCIRepository' || kind === 'HelmChart' || kind === 'HelmRelease') {
    const { tag, semver, digest } = spec?.ref ?? {};
    const chart = spec?.chart?.spec ?? (kind === 'HelmChart' ? spec : undefined);
    const version = tag ?? semver ?? chart?.version;
    if (version === undefined && digest === undefined && chart === undefined) return [];
    const fixed = digest !== undefined || /^v?\d+\.\d+\.\d+[-+.\w]*$/.test(version ?? '');
    return [{ of: 'chart', from: spec?.url ?? chart?.chart ?? '', version, digest, fixed }];
  }
  return [];
}

type Pair = (before: Versioned, after: Versioned) => boolean;

/** Whether some version of an object goes in a way. */
export function someVersion(listed: (object: Manifest) => Versioned[], meets: Pair) {
  return (before: Manifest, after: Manifest) => {
    const earlier = new Map(listed(before).map((one) => [one.of, one]));
    return listed(after).some((now) => {
      const was = earlier.get(now.of);
      return was !== undefined && meets(was, now);
    });
  };
}

const numbers = (version: string | undefined) => /\d+(\.\d+)*/.exec(version ?? '')?.[0];

export const isOlder: Pair = (before, after) => {
  const [old, now] = [numbers(before.version), numbers(after.version)];
  return before.from === after.from && old !== undefined && now !== undefined && olderVersion(old, now);
};

export const isNewMajor: Pair = (before, after) => {
  const [old, now] = [before, after].map(({ version }) => numbers(version)?.split('.')[0]);
  return before.from === after.from && old !== undefined && now !== undefined && old !== now && !isOlder(before, after);
};

/** Another tag of the same version, such as `1.2.3-debug` in place of `1.2.3`. */
const isVariant: Pair = (before, after) =>
  before.from === after.from &&
  before.version !== after.version &&
  numbers(before.version) !== undefined &&
  numbers(before.version) === numbers(after.version);

/** Another content under the same name, or one whose version nobody sees any more. */
export const isReplaced: Pair = (before, after) =>
  isVariant(before, after) ||
  (before.version === after.version && before.digest !== undefined && before.digest !== after.digest) ||
  (before.version !== undefined && after.version === undefined);

export const isElsewhere: Pair = (before, after) => before.from !== after.from;

/** What may change without a change in the tree. */
export const floating = (listed: (object: Manifest) => Versioned[]) => (object: Manifest) =>
  listed(object)
    .filter(({ fixed }) => !fixed)
    .map(({ of, from, version }) => `${of} ${from} ${version}`);
