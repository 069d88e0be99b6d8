import { FLUX_NAMESPACE } from '../../../../lib/names.ts';
import { FLUX_REGISTRY } from '../../../../lib/versions.ts';
import { FLUX_OPERATOR_IMAGE } from '../../../builds/recipes/images.ts';
import type { FluxRelease } from './moves.ts';
import type { Pod } from './pods.ts';

/** The programs of Flux, its operator among them: what each one's pods are called by, and the image that runs in them. */
const programs = ({ operator, controllers }: FluxRelease): [app: string, image: string][] => [
  ['flux-operator', `${FLUX_OPERATOR_IMAGE}:v${operator}`],
  ...Object.entries(controllers).map(([name, version]): [string, string] => [
    name,
    `${FLUX_REGISTRY}/${name}:v${version}`,
  ]),
];

const ofFlux = (pods: readonly Pod[]): Pod[] => pods.filter(({ namespace }) => namespace === FLUX_NAMESPACE);

/** Why a release of Flux is not what runs: each program has one pod, which is Ready and of that version. */
export function notOfRelease(pods: readonly Pod[], release: FluxRelease): string[] {
  return programs(release).flatMap(([app, image]) => {
    const own = ofFlux(pods).filter((pod) => pod.app === app);
    const [only, ...more] = own;
    if (only?.image === image && only.readyAt !== undefined && more.length === 0) return [];
    const found = own.map((pod) => `${pod.image}${pod.readyAt === undefined ? ', not ready' : ''}`).join(' and ');
    return [`${app} is ${found || 'not there'}, and should be ${image}`];
  });
}

/** Programs of Flux that are what they were before, whatever their images are called. */
export function sameProgram(before: readonly Pod[], after: readonly Pod[]): string[] {
  const digests = new Set(ofFlux(before).map(({ digest }) => digest));
  return ofFlux(after)
    .filter(({ digest }) => digests.has(digest))
    .map(({ app, digest }) => `${app} still runs ${digest}`);
}

/** Pods that were started again since, which is how a crash loop begins. */
export function startedAgain(before: readonly Pod[], after: readonly Pod[]): string[] {
  const restarts = new Map(before.map((pod) => [nameOf(pod), pod.restarts]));
  return after
    .filter((pod) => pod.restarts > (restarts.get(nameOf(pod)) ?? 0))
    .map((pod) => `${nameOf(pod)} was started again ${pod.restarts} times`);
}

/** The names of a namespace's pods. */
export const namesIn = (namespace: string, pods: readonly Pod[]): string[] =>
  pods.filter((pod) => pod.namespace === namespace).map(nameOf);

const nameOf = ({ namespace, name }: Pod): string => `${namespace}/${name}`;

/** When the last program of Flux became Ready, in milliseconds. */
export const readySince = (pods: readonly Pod[]): number => Math.max(...ofFlux(pods).map(({ readyAt = 0 }) => readyAt));
