import type { Manifest } from '../../shared/rendering/render.ts';
import { HOLDING_RULES } from './holding-rules.ts';
import { changesImmutable, shrinks } from './immutable.ts';
import { containersOf } from './pods.ts';
import { both, gains, look, loses, type Rules } from './rule.ts';
import { chartOf, floating, imagesOf, isElsewhere, isNewMajor, isOlder, someVersion } from './versions.ts';

/** What runs, and how Flux keeps it. */
export const RUNNING_RULES: Rules = {
  immutable: look('changes a field that Kubernetes does not let change: Flux cannot apply it', (change) => {
    return (changesImmutable(change) && !change.forced) || shrinks(change);
  }),
  recreated: look('is deleted and made anew: it changes a field that Kubernetes does not let change', (change) => {
    return changesImmutable(change) && change.forced && !HOLDING_RULES.madeAnew?.meets(change);
  }),
  moved: look('moves to another Kustomization: Flux may remove it for a while', ({ impact }) => impact === 'moved'),
  ignored: look('changes, and Flux is told not to apply it', ({ impact }) => impact === 'ignored'),
  definition: look(
    'changes what its objects may say',
    both((before, after) => after.kind === 'CustomResourceDefinition' && !isSame(before.spec, after.spec)),
  ),
  noReplicas: look(
    'runs no pod any more',
    both((before, after) => before.spec?.replicas !== 0 && after.spec?.replicas === 0),
  ),
  suspended: look(
    'is suspended: nothing happens to it until that ends',
    gains(({ spec }) => (spec?.suspend === true ? ['suspended'] : [])),
  ),
  pruning: look(
    'removes from now on what no manifest names any more, or stops to',
    both((before, after) => isFlux(after) && before.spec?.prune !== after.spec?.prune),
  ),
  waiting: look(
    'counts as ready before its objects are, or waits for fewer others',
    loses((object) => (isFlux(object) ? waitsOf(object) : [])),
  ),
  imageSource: look('runs an image from another place', both(someVersion(imagesOf, isElsewhere))),
  imageOlder: look('runs an older image', (change) => {
    return both(someVersion(imagesOf, isOlder))(change) && !HOLDING_RULES.ghostLowered?.meets(change);
  }),
  imageMajor: look('runs another major version of an image', both(someVersion(imagesOf, isNewMajor))),
  imageFloating: look('runs an image that may change without a merge', gains(floating(imagesOf))),
  chartSource: look('installs a chart from another place', both(someVersion(chartOf, isElsewhere))),
  chartOlder: look('installs an older chart', both(someVersion(chartOf, isOlder))),
  chartMajor: look('installs another major version of a chart', both(someVersion(chartOf, isNewMajor))),
  chartFloating: look('installs a chart that may change without a merge', gains(floating(chartOf))),
  probes: look('is watched by a probe less', loses(probesOf)),
  memory: look('may use all memory of its node', loses(limits)),
  strategy: look(
    'runs its old and its new pod at once while it is updated',
    both((before, after) => before.spec?.strategy?.type === 'Recreate' && after.spec?.strategy?.type !== 'Recreate'),
  ),
};

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const isFlux = ({ kind, apiVersion }: Manifest) =>
  kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/');

function waitsOf({ spec }: Manifest): string[] {
  const others = (spec?.dependsOn ?? []) as { name: string; namespace?: string }[];
  return [...(spec?.wait === true ? ['its objects'] : []), ...others.map(({ name }) => `for ${name}`)];
}

function probesOf(object: Manifest): string[] {
  const names = ['startupProbe', 'livenessProbe', 'readinessProbe'];
  return containersOf(object).flatMap((container) =>
    names.filter((name) => container[name]).map((name) => `${container.name} ${name}`),
  );
}

function limits(object: Manifest): string[] {
  return containersOf(object).flatMap(({ name, resources }) =>
    (resources as { limits?: { memory?: unknown } } | undefined)?.limits?.memory === undefined ? [] : [name],
  );
}
