import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Where the version of each part stands, once. */
const PLACES = {
  Kubernetes: ['lib/versions.ts', /^export const KUBERNETES_VERSION = '([^']+)'/m],
  Flux: ['lib/versions.ts', /^export const FLUX_VERSION = '([^']+)'/m],
  'flux-operator': ['lib/versions.ts', /^export const FLUX_OPERATOR_VERSION = '([^']+)'/m],
  'External Secrets': ['gitops/operators/controllers/external-secrets-chart.yaml', /^ +tag: (\S+)$/m],
  Ghost: ['gitops/apps/ghost/image/kustomization.yaml', /^ +newTag: (\S+)$/m],
  // On AWS it comes with Ghost's image; here is what the rehearsal builds that image with.
  "Ghost's Node.js": ['rehearsal/builds/recipes/ghost.ts', /^const NODE = '([^']+)'/m],
  MySQL: ['lib/constructs/mysql-database.ts', /MysqlEngineVersion\.of\('([^']+)'/],
} as const satisfies Record<string, readonly [file: string, pattern: RegExp]>;

/** Something whose version is pinned here. */
type Part = keyof typeof PLACES;

export type Versions = Readonly<Record<Part, string>>;

/** What a version of a part takes of another. Versions are compared as far as they are written: 1.36 holds 1.36.3. */
interface Fit {
  readonly part: Part;
  /** The beginning of the versions that this is true of. */
  readonly version: string;
  readonly takes: Part;
  readonly least: string;
  /** undefined: whoever makes it names none. */
  readonly most: string | undefined;
  /** Where it says so, and where the next version will. */
  readonly source: string;
}

/** What fits what, by those who make it; looked up on 2026-11-27. */
export const FITS: readonly Fit[] = [
  {
    part: 'Flux',
    version: '2.9',
    takes: 'Kubernetes',
    least: '1.34',
    most: '1.36',
    source: 'https://github.com/fluxcd/flux2/releases/tag/v2.9.0',
  },
  {
    part: 'flux-operator',
    version: '0.58',
    takes: 'Flux',
    least: '2.2',
    most: '2.9.4',
    source: 'https://github.com/controlplaneio-fluxcd/flux-operator/tree/v0.58.0/config/data/flux',
  },
  {
    // Its chart refuses older ones only; of 0.36, the newest whose text was at hand.
    part: 'flux-operator',
    version: '0.58',
    takes: 'Kubernetes',
    least: '1.22',
    most: undefined,
    source: 'https://github.com/controlplaneio-fluxcd/charts/tree/main/charts/flux-operator',
  },
  {
    // Their project tests each release against one version of Kubernetes and promises no other; the chart refuses older ones only.
    part: 'External Secrets',
    version: '2',
    takes: 'Kubernetes',
    least: '1.19',
    most: undefined,
    source: 'https://external-secrets.io/latest/introduction/stability-support/',
  },
  {
    part: 'Ghost',
    version: '6',
    takes: 'MySQL',
    least: '8.0',
    most: '8.4',
    source: 'https://docs.ghost.org/faq/supported-databases',
  },
  {
    // Its `engines`. It takes 24.20 as well, which its official image is not made with.
    part: 'Ghost',
    version: '6',
    takes: "Ghost's Node.js",
    least: '22.23.1',
    most: '22',
    source: 'https://github.com/TryGhost/Ghost/blob/v6.65.0/ghost/core/package.json',
  },
];

/** Parts that go up by one major version at a time, and why. Kubernetes has rules of its own: kubernetes-upgrade.ts. */
const ONE_MAJOR: Readonly<Partial<Record<Part, string>>> = {
  Ghost: 'it migrates databases of the major version before it',
};

/** Parts that keep nothing which an older one could not read. */
const MAY_GO_BACK: readonly Part[] = ["Ghost's Node.js"];

/**
 * The versions that are pinned.
 * @param read the text of a file of the repository; by default as it is now
 * @throws Error when a version does not stand where it did
 */
export function pinnedVersions(read = (file: string) => readFileSync(join(ROOT, file), 'utf8')): Versions {
  const found = Object.entries(PLACES).map(([part, [file, pattern]]) => {
    const [, version] = pattern.exec(read(file)) ?? [];
    if (version === undefined) throw new Error(`${file} has no version of ${part}: correct its pattern in PLACES`);
    return [part, version];
  });
  return Object.fromEntries(found);
}

/** Why versions do not fit each other; nothing when they do. */
export function misfits(versions: Versions, fits: readonly Fit[] = FITS): string[] {
  const parts = [...new Set(fits.map(({ part }) => part))];
  return parts.flatMap((part) => {
    const version = versions[part];
    const rows = fits.filter((fit) => fit.part === part);
    const fitting = rows.filter((fit) => compare(version, fit.version) === 0);
    if (fitting.length === 0)
      return [
        `${part} ${version} has no row in test/support/fitting-versions.ts: read what it takes of ${rows.map(({ takes, source }) => `${takes} (${source})`).join(' and ')} and add it`,
      ];
    return fitting
      .filter(({ takes, least, most }) => {
        const other = versions[takes];
        return compare(other, least) < 0 || (most !== undefined && compare(other, most) > 0);
      })
      .map(
        ({ takes, least, most, source }) =>
          `${part} ${version} takes ${takes} ${least} to ${most ?? 'any newer'}, and ${versions[takes]} is pinned: move the other one in a pull request before this one, see ${source}`,
      );
  });
}

/** Why a pull request may not move versions as it does; nothing when it may. */
export function wrongMoves(before: Versions, after: Versions): string[] {
  return (Object.keys(PLACES) as Part[]).flatMap((part) => {
    const [from, to] = [before[part], after[part]];
    if (compare(to, from) < 0 && !MAY_GO_BACK.includes(part))
      return [`${part} goes back from ${from} to ${to}: what the newer one has migrated an older one cannot read`];
    const why = ONE_MAJOR[part];
    if (why === undefined || major(to) - major(from) <= 1) return [];
    return [`${part} goes from ${from} to ${to}: move one major version at a time, because ${why}`];
  });
}

/** Less than, equal to or more than 0, by as many numbers as both have. */
function compare(one: string, other: string): number {
  const [ours, theirs] = [numbers(one), numbers(other)];
  const at = ours.slice(0, theirs.length).findIndex((number, place) => number !== theirs[place]);
  return at < 0 ? 0 : (ours[at] ?? 0) - (theirs[at] ?? 0);
}

const numbers = (version: string): number[] => version.split('.').map(Number);

const major = (version: string): number => numbers(version)[0] ?? Number.NaN;
