import { EXTERNAL_SECRETS_BEFORE, FLUX_CONTROLLERS_BEFORE, FLUX_OPERATOR_BEFORE } from '../../shared/build-versions.ts';
import type { PublishedRecipe } from '../recipe.ts';
import { externalSecretsChart, fluxOperatorChart } from './charts.ts';
import { imageOfExternalSecrets, imageOfFluxOperator, imagesOfFlux } from './images.ts';

/** The name of the recipe for a version before the pinned one, by that of the pinned one. */
export const nameBefore = (name: string): string => `${name}-before`;

/** What an upgrade of Flux, and then of External Secrets, begins with. */
export const fluxBefore = (go: string): PublishedRecipe[] =>
  [
    ...imagesOfFlux(go, FLUX_CONTROLLERS_BEFORE),
    imageOfFluxOperator(go, FLUX_OPERATOR_BEFORE),
    fluxOperatorChart(go, FLUX_OPERATOR_BEFORE),
    imageOfExternalSecrets(go, `v${EXTERNAL_SECRETS_BEFORE}`),
    externalSecretsChart(go, EXTERNAL_SECRETS_BEFORE),
  ].map((recipe) => ({ ...recipe, name: nameBefore(recipe.name) }));
