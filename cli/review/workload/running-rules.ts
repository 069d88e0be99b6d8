import type { Manifest } from '../../shared/rendering/render.ts';
import { PROBES } from '../../shared/tree/pods.ts';
import { HOLDING_RULES } from './holding-rules.ts';
import { changesImmutable, shrinks } from './immutable.ts';
import { containersOf } from './pods.ts';
import { both, gains, look, loses, type Rules } from './rule.ts';
import { chartOf, floating, imagesOf, isElsewhere, isNewMajor, isOlder, isReplaced, someVersion } from './versions.ts';

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
  source: look(
    'takes what it applies from another place',
    both((before, after) => !isSame(sourceOf(before), sourceOf(after))),
  ),
  impersonation: look(
    'applies what it applies with other rights',
    both((before, after) => isApplying(after) && before.spec?.serviceAccountName !== after.spec?.serviceAccountName),
  ),
  receiver: look(
    'takes events from whoever calls',
    gains(({ kind, spec }) => (kind === 'Receiver' && spec?.type === 'generic' ? ['generic'] : [])),
  ),
  imageSource: look('runs an image from another place', both(someVersion(imagesOf, isElsewhere))),
  imageOlder: look('runs an older image', (change) => {
    return both(someVersion(imagesOf, isOlder))(change) && !HOLDING_RULES.ghostLowered?.meets(change);
  }),
  imageMajor: look('runs another major version of an image', both(someVersion(imagesOf, isNewMajor))),
  imageFloating: look('runs an image that may change without a merge', gains(floating(imagesOf))),
  imageReplaced: look(
    'runs another image under the same version, or one whose version is not said',
    both(someVersion(imagesOf, isReplaced)),
  ),
  chartReplaced: look(
    'installs another chart under the same version, or one whose version is not said',
    both(someVersion(chartOf, isReplaced)),
  ),
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

const isApplying = (object: Manifest) => isFlux(object) || object.kind === 'HelmRelease';

/** Where Flux finds what an object of its own applies; charts have rules of their own. */
function sourceOf(object: Manifest): unknown {
  const { sourceRef, path, url, ref, bucketName, chartRef, sync } = object.spec ?? {};
  if (isFlux(object)) return [sourceRef, path];
  if (object.kind === 'HelmRelease') return [chartRef, object.spec?.chart?.spec?.sourceRef];
  if (object.kind === 'FluxInstance')
    return [sync?.kind, sync?.url, sync?.path, sync?.ref, object.spec?.distribution?.registry];
  return /^(GitRepository|HelmRepository|Bucket)$/.test(object.kind) ? [url, ref, bucketName] : undefined;
}

function waitsOf({ spec }: Manifest): string[] {
  const others = (spec?.dependsOn ?? []) as { name: string; namespace?: string }[];
  const checks = [...(spec?.healthChecks ?? []), ...(spec?.healthCheckExprs ?? [])];
  return [
    ...(spec?.wait === true ? ['its objects'] : []),
    ...others.map(({ name }) => `for ${name}`),
    ...checks.map((check) => JSON.stringify(check)),
  ];
}

function probesOf(object: Manifest): string[] {
  return containersOf(object).flatMap((container) =>
    PROBES.filter((name) => container[name]).map((name) => `${container.name} ${name}`),
  );
}

function limits(object: Manifest): string[] {
  return containersOf(object).flatMap(({ name, resources }) =>
    (resources as { limits?: { memory?: unknown } } | undefined)?.limits?.memory === undefined ? [] : [name],
  );
}
