import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FLUX_CONTROLLERS } from '../../lib/versions.ts';
import { GHOST_BEFORE } from '../shared/build-versions.ts';
import { catalogue, everything, forGhost, forScenarios, forValidation, ghostBefore, resultsOf } from './catalogue.ts';
import { inOrder, recipeKey } from './recipe.ts';

const PINNED = {
  externalSecrets: '2.0.0',
  ghost: 'example.com/ghost:6.0.0',
  logCollector: 'example.com/collector:0.1.0',
};
const list = catalogue({ go: '1.26.8', python: '3.11' }, PINNED);

const CONTROLLERS = Object.keys(FLUX_CONTROLLERS);
const PROGRAMS_BEFORE = [...CONTROLLERS, 'flux-operator'];
const FLUX_BEFORE = [
  ...CONTROLLERS.map((name) => `image-${name}-before`),
  ...['image-flux-operator-before', 'chart-flux-operator-before'],
  ...['image-external-secrets-before', 'chart-external-secrets-before'],
];

test('a first validation builds no controller of Flux, no Ghost, and nothing for AWS', () => {
  const names = inOrder(forValidation(list)).map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => /controller|ghost|aws|lambda|npm|node/.test(name)),
    [],
    'Leave out of forValidation what only the harness uses: people wait for it before a check of ten seconds.',
  );
});

test('Ghost alone needs its own image, and builds no Flux and nothing for AWS', () => {
  const names = inOrder(forGhost(list, [])).map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => name.startsWith('image-')),
    ['image-pause', 'image-ghost'],
    'The images of the pod are found by the names of their recipes: correct POD_IMAGES.',
  );
  assert.deepEqual(
    names.filter((name) => /controller|flux|secrets|aws|lambda|npm|build-node/.test(name)),
    [],
  );
});

test('Ghost alone builds a browser, Lighthouse and the Node.js that runs it when a section asks for them', () => {
  const usual = forGhost(list, []).map(({ name }) => name);
  const more = forGhost(list, ['lighthouse']).map(({ name }) => name);
  assert.deepEqual(more.filter((name) => !usual.includes(name)).sort(), ['build-node', 'chromium', 'lighthouse']);
});

test('Ghost alone builds the version before when a section asks for it, and no collector of logs', () => {
  const usual = forGhost(list, []).map(({ name }) => name);
  const more = forGhost(list, ['upgrade']).filter(({ name }) => !usual.includes(name));
  assert.deepEqual(
    more.map(({ name }) => name),
    ['image-ghost-before'],
  );
  assert.equal(ghostBefore('example.com:5000/ghost:6.0.0'), `example.com:5000/ghost:${GHOST_BEFORE}`);
});

test('an upgrade of Flux has the controllers and the operator of before beside the pinned ones, and builds nothing else', () => {
  const usual = new Set(inOrder(forScenarios(list, [])).map(recipeKey));
  const more = inOrder(forScenarios(list, ['flux-before'])).filter((recipe) => !usual.has(recipeKey(recipe)));
  assert.deepEqual(more.map(({ name }) => name).sort(), [...PROGRAMS_BEFORE, ...FLUX_BEFORE].sort());
});

test('what two extras need is built once', () => {
  const names = forScenarios(list, ['pictures', 'lighthouse']).map(({ name }) => name);
  assert.equal(names.filter((name) => name === 'chromium').length, 1);
});

test('what a part of a rehearsal builds, a whole one does not build again', () => {
  const keys = new Set(inOrder(everything(list)).map(recipeKey));
  for (const recipe of inOrder([...forValidation(list), ...forGhost(list, ['lighthouse'])]))
    assert.ok(keys.has(recipeKey(recipe)), recipe.name);
});

test('another Python gets its own packages, for compiled ones fit only the version that they were built for', () => {
  const other = catalogue({ go: '1.26.8', python: '3.13' }, PINNED);
  assert.notEqual(recipeKey(other.awsPackages), recipeKey(list.awsPackages));
  assert.equal(recipeKey(other.tools), recipeKey(list.tools), 'What Go builds does not depend on Python.');
});

test('a rehearsal builds a browser for pictures, flux for faults, Lighthouse, a collector for logs and versions before only when asked, and all else', () => {
  const names = inOrder(forScenarios(list, [])).map(({ name }) => name);
  assert.deepEqual(
    [
      ...names,
      ...['chromium', 'flux', 'lighthouse', 'log-collector', 'image-log-collector', 'ghost', 'image-ghost-before'],
      ...PROGRAMS_BEFORE,
      ...FLUX_BEFORE,
    ].sort(),
    inOrder(everything(list))
      .map(({ name }) => name)
      .sort(),
  );
  assert.ok(forScenarios(list, ['flux']).includes(list.fluxCommand));
  assert.ok(!forScenarios(list, ['flux']).includes(list.chromium));
  const withLogs = forScenarios(list, ['logs']).map(({ name }) => name);
  assert.ok(withLogs.includes('image-log-collector') && !withLogs.includes('flux'));
});

test('a sandbox finds each build under its name, and only the images, the browser and the flux that were built', () => {
  const { published, chromium, fluxCommand, ...single } = resultsOf(
    list,
    forGhost(list, []),
    ({ name }) => `/cache/${name}`,
  );
  assert.deepEqual(published, ['/cache/image-pause', '/cache/image-ghost']);
  assert.deepEqual([chromium, fluxCommand], [undefined, undefined]);
  assert.equal(single.coredns, `/cache/${list.coredns.name}`);
  const all = resultsOf(list, everything(list), ({ name }) => `/cache/${name}`);
  assert.deepEqual([all.chromium, all.fluxCommand], [`/cache/${list.chromium.name}`, '/cache/flux']);
});
