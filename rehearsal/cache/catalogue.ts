import type { Recipe } from './recipe.ts';
import { awsPackages, lambdaModules } from './recipes/aws.ts';
import { externalSecretsChart, fluxOperatorChart } from './recipes/charts.ts';
import { debianPackages } from './recipes/debian.ts';
import { images } from './recipes/images.ts';
import { contentDriver, coredns } from './recipes/programs.ts';
import { tools } from './recipes/tools.ts';

/** Everything that a rehearsal takes from the cache. */
export interface Catalogue {
  readonly debian: Recipe;
  /** Every program of Kubernetes, and helm. */
  readonly tools: Recipe;
  readonly coredns: Recipe;
  readonly contentDriver: Recipe;
  /** The stand-in for AWS: its Python packages, and the SDK of Lambda's Node.js. */
  readonly awsPackages: Recipe;
  readonly lambdaModules: Recipe;
  /** Images and charts for the local registry. */
  readonly published: readonly Recipe[];
}

/**
 * @param go - what `go version` prints: another toolchain gives other results
 * @param externalSecretsVersion - the chart version that the tree pins; the stand-in is served under it
 */
export function catalogue(go: string, externalSecretsVersion: string): Catalogue {
  return {
    debian: debianPackages(),
    tools: tools(go),
    coredns: coredns(go),
    contentDriver: contentDriver(go),
    awsPackages: awsPackages(),
    lambdaModules: lambdaModules(),
    published: [
      ...images(go, `v${externalSecretsVersion}`),
      fluxOperatorChart(go),
      externalSecretsChart(go, externalSecretsVersion),
    ],
  };
}

/** The catalogue as one list. */
export function everything(list: Catalogue): Recipe[] {
  const { published, ...single } = list;
  return [...Object.values(single), ...published];
}
