import { FLUX_CONTROLLERS } from '../../lib/versions.ts';
import { GHOST_BEFORE } from '../shared/build-versions.ts';
import type { PublishedRecipe, Recipe } from './recipe.ts';
import { awsPackages, lambdaModules } from './recipes/aws.ts';
import { fluxBefore, nameBefore } from './recipes/before.ts';
import { imageOfBusybox } from './recipes/busybox-image.ts';
import { externalSecretsChart, fluxOperatorChart } from './recipes/charts.ts';
import { chromium } from './recipes/chromium.ts';
import { debianPackages } from './recipes/debian.ts';
import { externalSecretsSchemas } from './recipes/external-secrets-schemas.ts';
import { imageOfGhost } from './recipes/ghost-image.ts';
import { imageOfLogCollector, images } from './recipes/images.ts';
import { lighthouse } from './recipes/lighthouse.ts';
import { nodePoolDefinition } from './recipes/node-pool-definition.ts';
import { buildNode, npmCache } from './recipes/npm.ts';
import { contentDriver, coredns, externalSecrets, fluxCommand, fluxOperator } from './recipes/programs.ts';
import { tools } from './recipes/tools.ts';

/** What the tree pins. */
export interface ManifestVersions {
  /** Version of External Secrets Operator's chart. */
  readonly externalSecrets: string;
  /** Ghost's image: registry, repository and exact version. */
  readonly ghost: string;
  /** The collector's image: registry, repository and exact version. */
  readonly logCollector: string;
}

/** What builds on this machine: another one gives other results. */
export interface Toolchain {
  /** What `go version` prints. */
  readonly go: string;
  /** Python's major and minor version. */
  readonly python: string;
}

/**
 * What is built once, under the name by which a sandbox finds it (see `Results`). A new build is named here only.
 */
const builds = ({ go, python }: Toolchain) =>
  ({
    debian: debianPackages(),
    /** Every program of Kubernetes under its own name, and helm. */
    tools: tools(go),
    coredns: coredns(go),
    contentDriver: contentDriver(go),
    /** The operators with their manifests and definitions. */
    fluxOperator: fluxOperator(go),
    externalSecrets: externalSecrets(go),
    externalSecretsSchemas: externalSecretsSchemas(go),
    nodePoolDefinition: nodePoolDefinition(),
    /** The AWS emulator: its Python packages, and the SDK of Lambda's Node.js. */
    awsPackages: awsPackages(python),
    lambdaModules: lambdaModules(),
    /** What the pipeline's build installs from. */
    npmCache: npmCache(),
    /** What it runs on, and Lighthouse. */
    buildNode: buildNode(),
    /** What takes the pictures. */
    chromium: chromium(),
    /** What audits pages. */
    lighthouse: lighthouse(),
    /** What the verdict's help names. */
    fluxCommand: fluxCommand(go),
  }) satisfies Readonly<Record<string, Recipe>>;

type Build = keyof ReturnType<typeof builds>;

/** Everything that a rehearsal takes from the cache. */
export interface Catalogue extends Readonly<Record<Build, Recipe>> {
  /** Images and charts for the local registry. */
  readonly published: readonly PublishedRecipe[];
}

/** Builds for some scenarios only, by the word that a scenario asks for them with. */
const EXTRAS = {
  pictures: ['chromium'],
  flux: ['fluxCommand'],
  lighthouse: ['chromium', 'lighthouse'],
} as const satisfies Readonly<Record<string, readonly Build[]>>;

/** The same for images and charts: the registry serves them under the names of their recipes. */
const EXTRA_IMAGES = {
  logs: ['image-log-collector'],
  upgrade: [nameBefore('image-ghost')],
  'flux-before': [
    ...Object.keys(FLUX_CONTROLLERS).map((name) => `image-${name}`),
    ...['image-flux-operator', 'chart-flux-operator', 'image-external-secrets', 'chart-external-secrets'],
  ].map(nameBefore),
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Extra = keyof typeof EXTRAS | keyof typeof EXTRA_IMAGES;

type ExtraBuild = (typeof EXTRAS)[keyof typeof EXTRAS][number];

/** The folder of each build in the cache; none of those that no scenario asks for. */
export interface Results
  extends Readonly<Record<Exclude<Build, ExtraBuild>, string>>,
    Readonly<Partial<Record<ExtraBuild, string>>> {
  readonly published: readonly string[];
}

/** The image of the version before, by that of the pinned one. */
export const ghostBefore = (pinned: string): string => pinned.replace(/:[^:]+$/, `:${GHOST_BEFORE}`);

/**
 * @param toolchain - what builds on this machine
 * @param pinned - what the tree pins; what is built here is served under it
 * @param brought - images that somebody brought; served instead of one of the same name that is built here
 */
export function catalogue(
  toolchain: Toolchain,
  pinned: ManifestVersions,
  brought: readonly PublishedRecipe[] = [],
): Catalogue {
  const { go } = toolchain;
  return {
    ...builds(toolchain),
    published: [
      ...images(go, `v${pinned.externalSecrets}`),
      fluxOperatorChart(go),
      externalSecretsChart(go, pinned.externalSecrets),
      imageOfGhost(pinned.ghost),
      imageOfGhost(ghostBefore(pinned.ghost), nameBefore('image-ghost')),
      ...fluxBefore(go),
      imageOfBusybox(),
      imageOfLogCollector(go, pinned.logCollector),
      ...brought,
    ],
  };
}

/**
 * Where a sandbox finds what was built.
 * @param built - what of the catalogue the cache holds: no other image is served, and no other extra is there
 * @param folder - of a recipe's result
 */
export function resultsOf(list: Catalogue, built: readonly Recipe[], folder: (recipe: Recipe) => string): Results {
  const { published, ...single } = list;
  const extras = extraBuilds(list);
  const there = Object.entries(single).filter(([, recipe]) => !extras.includes(recipe) || built.includes(recipe));
  return {
    ...(Object.fromEntries(there.map(([name, recipe]) => [name, folder(recipe)])) as Omit<Results, 'published'>),
    published: published.filter((recipe) => built.includes(recipe)).map(folder),
  };
}

/** What a rehearsal needs that only validates: definitions, and an API server to accept what uses them. */
export function forValidation(list: Catalogue): Recipe[] {
  const { debian, tools, fluxOperator, externalSecrets, externalSecretsSchemas } = list;
  return [debian, tools, fluxOperator, externalSecrets, externalSecretsSchemas];
}

/** The images that a pod of Ghost is made of. */
const POD_IMAGES = ['image-pause', 'image-ghost'];

/** What a rehearsal needs that runs Ghost without AWS and Flux: a node, a database, the images of the pod, and what its sections ask for. */
export function forGhost(list: Catalogue, extras: readonly Extra[]): Recipe[] {
  const { debian, tools, coredns, contentDriver, buildNode, published } = list;
  const pod = published.filter(({ name }) => POD_IMAGES.includes(name));
  const runsOn = extras.includes('lighthouse') ? [buildNode] : [];
  return [debian, tools, coredns, contentDriver, ...pod, ...runsOn, ...askedFor(list, extras)];
}

/** What a rehearsal needs whose scenarios ask for these extras. */
export function forScenarios(list: Catalogue, extras: readonly Extra[]): Recipe[] {
  const { published, ...single } = list;
  const unasked = extraBuilds(list);
  const usual = [...Object.values(single), ...published].filter((recipe) => !unasked.includes(recipe));
  return [...usual, ...askedFor(list, extras)];
}

/** What no rehearsal builds unless it is asked for. */
const extraBuilds = (list: Catalogue): readonly Recipe[] => [
  ...Object.values(EXTRAS).flatMap((names) => names.map((name) => list[name])),
  ...list.published.filter(isExtraImage),
];

/** What extras are built from, each once. */
function askedFor(list: Catalogue, extras: readonly Extra[]): Recipe[] {
  const recipes = extras.flatMap((extra): readonly Recipe[] =>
    isOfImages(extra) ? imagesFor(extra, list) : EXTRAS[extra].map((name) => list[name]),
  );
  return [...new Set(recipes)];
}

const isOfImages = (extra: Extra): extra is keyof typeof EXTRA_IMAGES => extra in EXTRA_IMAGES;

function imagesFor(extra: keyof typeof EXTRA_IMAGES, { published }: Catalogue): readonly Recipe[] {
  const names: readonly string[] = EXTRA_IMAGES[extra];
  return published.filter(({ name }) => names.includes(name));
}

const isExtraImage = ({ name }: Recipe): boolean =>
  Object.values<readonly string[]>(EXTRA_IMAGES).flat().includes(name);

/** The catalogue as one list. */
export function everything(list: Catalogue): Recipe[] {
  return forScenarios(list, Object.keys({ ...EXTRAS, ...EXTRA_IMAGES }) as Extra[]);
}
