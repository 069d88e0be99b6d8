import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesIn, notOfRelease, readySince, sameProgram, startedAgain } from './claims.ts';
import { BEFORE, type FluxRelease, PINNED } from './moves.ts';
import type { Pod } from './pods.ts';

/** The pods of a release, all as they should be. */
const release = ({ operator, controllers }: FluxRelease): Pod[] =>
  [
    ...Object.entries(controllers).map(([app, version]) => ['ghcr.io/fluxcd', app, version] as const),
    ['ghcr.io/controlplaneio-fluxcd', 'flux-operator', operator] as const,
  ].map(([registry, app, version]) => ({
    namespace: 'flux-system',
    name: `${app}-${version}`,
    app,
    image: `${registry}/${app}:v${version}`,
    digest: `sha256:${app}-${version}`,
    restarts: 0,
    readyAt: 1000,
  }));

/** The same, with another first pod. */
const withFirst = (change: Partial<Pod>): Pod[] =>
  release(PINNED).map((pod, at) => (at === 0 ? { ...pod, ...change } : pod));

test('a release runs when its operator and each controller are of it, and no other does', () => {
  assert.deepEqual(notOfRelease(release(PINNED), PINNED), []);
  assert.equal(notOfRelease(release(BEFORE), PINNED).length, 5);
});

test('a release does not run as long as a pod of before is there, or a new one is not ready', () => {
  assert.match(
    notOfRelease([...release(PINNED), ...release(BEFORE)], PINNED)[1] ?? '',
    /^source-controller is ghcr\.io\/fluxcd\/source-controller:v\S+ and ghcr.+, and should be /,
  );
  assert.match(notOfRelease(withFirst({ readyAt: undefined }), PINNED).join(), /, not ready, and should be/);
  assert.match(notOfRelease(release(PINNED).slice(1), PINNED).join(), /^source-controller is not there/);
});

test('an image of another name with the same content is no upgrade', () => {
  const [first] = release(BEFORE);
  assert.deepEqual(sameProgram(release(BEFORE), release(PINNED)), []);
  assert.equal(sameProgram(release(BEFORE), withFirst({ digest: first?.digest ?? '' })).length, 1);
});

test('a new pod that was started again is told, and an old one only when it was again since', () => {
  const [, second] = release(PINNED);
  assert.deepEqual(startedAgain(release(BEFORE), withFirst({ restarts: 2 })), [
    `flux-system/source-controller-${PINNED.controllers['source-controller']} was started again 2 times`,
  ]);
  assert.deepEqual(startedAgain(withFirst({ restarts: 1 }), withFirst({ restarts: 1 })), []);
  assert.deepEqual(startedAgain([], second ? [second] : []), []);
});

test('the upgrade lasts until its last program is ready, whatever else becomes ready', () => {
  const blog = release(PINNED)
    .slice(1, 2)
    .map((pod) => ({ ...pod, namespace: 'ghost', name: 'ghost-1', readyAt: 9000 }));
  assert.equal(readySince([...withFirst({ readyAt: 3000 }), ...blog]), 3000);
  assert.deepEqual(namesIn('ghost', [...release(PINNED), ...blog]), ['ghost/ghost-1']);
});
