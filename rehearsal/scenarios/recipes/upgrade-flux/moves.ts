import { FLUX_CONTROLLERS, FLUX_OPERATOR_VERSION, FLUX_VERSION } from '../../../../lib/versions.ts';
import type { PullRequest } from '../../../cluster/git/repository.ts';
import { replaceOnce } from '../../../harness/project.ts';
import {
  FLUX_BEFORE,
  FLUX_CONTROLLERS_BEFORE,
  FLUX_OPERATOR_BEFORE,
  type FluxControllers,
} from '../../../shared/build-versions.ts';

const VERSIONS = 'lib/versions.ts';
const CHART = 'gitops/operators/controllers/external-secrets-chart.yaml';

/** A release of Flux, with what it is made of and what installs it. */
export interface FluxRelease {
  readonly version: string;
  readonly operator: string;
  readonly controllers: FluxControllers;
}

export const BEFORE: FluxRelease = {
  version: FLUX_BEFORE,
  operator: FLUX_OPERATOR_BEFORE,
  controllers: FLUX_CONTROLLERS_BEFORE,
};

export const PINNED: FluxRelease = {
  version: FLUX_VERSION,
  operator: FLUX_OPERATOR_VERSION,
  controllers: FLUX_CONTROLLERS,
};

/** The pull request of another Flux and its operator, which Renovate moves together. */
export function fluxMoved(from: FluxRelease, to: FluxRelease): PullRequest['edits'] {
  const names = Object.keys(FLUX_CONTROLLERS) as (keyof FluxControllers)[];
  const places: readonly ((release: FluxRelease) => string)[] = [
    ({ version }) => `const FLUX_VERSION = '${version}'`,
    ({ operator }) => `const FLUX_OPERATOR_VERSION = '${operator}'`,
    ...names.map(
      (name) =>
        ({ controllers }: FluxRelease) =>
          `'${name}': '${controllers[name]}'`,
    ),
  ];
  const moved = (text: string) =>
    places.reduce((edited, place) => replaceOnce(edited, place(from), place(to), VERSIONS), text);
  return { [VERSIONS]: moved };
}

/** The same for External Secrets, which is a line of a manifest. */
export function externalSecretsMoved(from: string, to: string): PullRequest['edits'] {
  return { [CHART]: (text) => replaceOnce(text, `tag: ${from}`, `tag: ${to}`, CHART) };
}
