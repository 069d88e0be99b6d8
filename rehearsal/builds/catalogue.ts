import type { PublishedRecipe, Recipe } from './recipe.ts';
import { awsPackages, lambdaModules } from './recipes/aws.ts';
import { imageOfBusybox } from './recipes/busybox-image.ts';
import { externalSecretsChart, fluxOperatorChart } from './recipes/charts.ts';
import { chromium } from './recipes/chromium.ts';
import { debianPackages } from './recipes/debian.ts';
import { externalSecretsSchemas } from './recipes/external-secrets-schemas.ts';
import { imageOfGhost } from './recipes/ghost-image.ts';
import { images } from './recipes/images.ts';
import { buildNode, npmCache } from './recipes/npm.ts';
import { contentDriver, coredns, externalSecrets, fluxOperator } from './recipes/programs.ts';
import { tools } from './recipes/tools.ts';

/** Everything that a rehearsal takes from the cache. */
export interface Catalogue {
  readonly debian: Recipe;
  /** Every program of Kubernetes, and helm. */
  readonly tools: Recipe;
  readonly coredns: Recipe;
  readonly contentDriver: Recipe;
  /** The operators with their manifests and definitions. */
  readonly fluxOperator: Recipe;
  readonly externalSecrets: Recipe;
  readonly externalSecretsSchemas: Recipe;
  /** The AWS emulator: its Python packages, and the SDK of Lambda's Node.js. */
  readonly awsPackages: Recipe;
  readonly lambdaModules: Recipe;
  /** What the pipeline's build installs from. */
  readonly npmCache: Recipe;
  /** What it runs on. */
  readonly buildNode: Recipe;
  /** What takes the pictures. */
  readonly chromium: Recipe;
  /** Images and charts for the local registry. */
  readonly published: readonly PublishedRecipe[];
}

/** What the tree pins. */
export interface ManifestVersions {
  /** Version of External Secrets Operator's chart. */
  readonly externalSecrets: string;
  /** Ghost's image: registry, repository and exact version. */
  readonly ghost: string;
}

/** What builds on this machine: another one gives other results. */
export interface Toolchain {
  /** What `go version` prints. */
  readonly go: string;
  /** Python's major and minor version. */
  readonly python: string;
}

/**
 * @param pinned - what the tree pins; what is built here is served under it
 * @param brought - images that somebody brought; served instead of one of the same name that is built here
 */
export function catalogue(
  { go, python }: Toolchain,
  pinned: ManifestVersions,
  brought: readonly PublishedRecipe[] = [],
): Catalogue {
  return {
    debian: debianPackages(),
    tools: tools(go),
    coredns: coredns(go),
    contentDriver: contentDriver(go),
    fluxOperator: fluxOperator(go),
    externalSecrets: externalSecrets(go),
    externalSecretsSchemas: externalSecretsSchemas(go),
    awsPackages: awsPackages(python),
    lambdaModules: lambdaModules(),
    npmCache: npmCache(),
    buildNode: buildNode(),
    chromium: chromium(),
    published: [
      ...images(go, `v${pinned.externalSecrets}`),
      fluxOperatorChart(go),
      externalSecretsChart(go, pinned.externalSecrets),
      imageOfGhost(pinned.ghost),
      imageOfBusybox(),
      ...brought,
    ],
  };
}

/** What a rehearsal needs that only validates: definitions, and an API server to accept what uses them. */
export function forValidation(list: Catalogue): Recipe[] {
  const { debian, tools, fluxOperator, externalSecrets, externalSecretsSchemas } = list;
  return [debian, tools, fluxOperator, externalSecrets, externalSecretsSchemas];
}

/** The images that a pod of Ghost is made of. */
const POD_IMAGES = ['image-pause', 'image-ghost'];

/** What a rehearsal needs that runs Ghost without AWS and Flux: a node, a database, and the images of the pod. */
export function forGhost({ debian, tools, coredns, contentDriver, published }: Catalogue): Recipe[] {
  return [debian, tools, coredns, contentDriver, ...published.filter(({ name }) => POD_IMAGES.includes(name))];
}

/** What a rehearsal needs that takes no pictures. */
export function withoutPictures({ published, chromium, ...single }: Catalogue): Recipe[] {
  return [...Object.values(single), ...published];
}

/** The catalogue as one list. */
export function everything(list: Catalogue): Recipe[] {
  return [...withoutPictures(list), list.chromium];
}
