import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UNREAD } from './scenarios/unread.ts';
import {
  BENCHMARK_IDS,
  benchmarks,
  FAULT_IDS,
  faults,
  GHOST_IDS,
  ghostSections,
  RECIPE_IDS,
  randomFaults,
  recipes,
  SCENARIOS,
} from './suites.ts';

/** Every suite that runs on the harness, with all that can be named. */
const SUITES = {
  story: SCENARIOS,
  faults: faults(FAULT_IDS).scenarios,
  recipes: recipes(RECIPE_IDS.filter((id) => !id.startsWith('private'))).scenarios,
  'private recipes': recipes(RECIPE_IDS.filter((id) => id.startsWith('private'))).scenarios,
  'keys alone': recipes(['private-keys']).scenarios,
  benchmarks: benchmarks(BENCHMARK_IDS).scenarios,
  'random faults': randomFaults(2, 1).scenarios,
};

/** What readers may notice, or what has readers of its own. Whatever is not here is read through, and fails by their first error. */
const NOT_READ_THROUGH = [
  'merge',
  'replace',
  'destroy',
  'flux-killed',
  'ghost-killed',
  'database-crashed',
  'domain',
  'restore',
  'teardown',
  'comes-back',
  'change-the-config',
  'pod-metrics',
  'upgrade-flux',
  'private-keys',
  'halves',
  'merge-under-load',
  'database-restart',
  'rollout',
  'push-without-webhook',
  'gate-cost',
  'bare-flux',
  'push-with-webhook',
  'growth',
  'random-1',
  'random-2',
  'random-faults',
];

const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

test('selftests alone set up no sandbox', () => {
  const { selftests, scenarios } = faults(['no-go', 'disk-full']);
  assert.deepEqual(ids(selftests), ['no-go', 'disk-full']);
  assert.deepEqual(scenarios, []);
});

test('faults of the sandbox alone run no selftest', () => {
  const { selftests, scenarios } = faults(['suspended']);
  assert.deepEqual(selftests, []);
  assert.ok(ids(scenarios).includes('suspended'));
});

test('a fault of the first deployment comes before it, and one of a deployment by hand before the pipeline is connected', () => {
  const played = ids(faults(['failed-first', 'each-stack-failed', 'replacement-refused']).scenarios);
  const order = ['bootstrap', 'failed-first', 'each-stack-failed', 'deploy', 'replacement-refused', 'connect'];
  assert.deepEqual(
    played.filter((id) => order.includes(id)),
    order,
  );
});

test('all faults are those of the machine and those of the sandbox, each under a name of its own', () => {
  const { selftests, scenarios } = faults([]);
  assert.ok(selftests.length > 0 && scenarios.length > 0);
  assert.equal(new Set(FAULT_IDS).size, FAULT_IDS.length);
});

test('the pictures are of one merge: between them there is no other', () => {
  const story = ids(SCENARIOS);
  const between = story.slice(story.indexOf('picture-before') + 1, story.indexOf('picture-after'));
  assert.deepEqual(between, ['review', 'merge'], 'Keep them around the merge: the README says that they show one.');
});

test('whatever takes pictures says so, for --no-pictures leaves it out and builds no browser', () => {
  const marked = SCENARIOS.filter(({ extra }) => extra === 'pictures');
  assert.deepEqual(
    ids(marked),
    ids(SCENARIOS).filter((id) => id.startsWith('picture-')),
  );
  assert.equal(marked.length, 3);
});

test("Ghost's sections run in a fixed order, under names that people type", () => {
  const sections = ghostSections([]).ghost ?? [];
  assert.deepEqual(ids(sections), ['first-start', 'uploads', 'visit', 'mail', 'faults', 'strangers']);
  assert.deepEqual(ids(ghostSections(['mail', 'uploads']).ghost ?? []), ['uploads', 'mail']);
});

test('a load, figures and Lighthouse run when they are named: they measure, and want the machine for themselves', () => {
  for (const id of ['load', 'figures', 'lighthouse', 'two-pods']) {
    assert.deepEqual(ids(ghostSections([id]).ghost ?? []), [id]);
    assert.ok(GHOST_IDS.includes(id), 'list its name, or nobody can type it');
  }
});

test('only Lighthouse has a browser built for a rehearsal of the blog alone, and only the upgrade another Ghost', () => {
  const asking = (ghostSections(GHOST_IDS).ghost ?? []).filter(({ extra }) => extra !== undefined);
  assert.deepEqual(ids(asking), ['upgrade', 'lighthouse']);
  assert.deepEqual(ids(ghostSections(['upgrade']).ghost ?? []), ['upgrade']);
});

test('a merge under load comes while the pipeline still builds', () => {
  const measured = ids(benchmarks([]).scenarios);
  assert.ok(measured.indexOf('merge-under-load') < measured.indexOf('rollout'), 'rollout stops the pipeline');
});

test('a recipe runs on a running blog, without the other recipes', () => {
  const chosen = ids(recipes(['themes']).scenarios);
  assert.deepEqual(
    chosen.filter((id) => id === 'publish' || RECIPE_IDS.includes(id)),
    ['publish', 'themes'],
  );
});

test('an upgrade has the older versions deployed from the start, and comes before recipes that take the pinned ones', () => {
  assert.deepEqual(ids(recipes(['themes', 'upgrade-flux']).scenarios).slice(0, 3), [
    'versions-before',
    'bootstrap',
    'deploy',
  ]);
  const chosen = ids(recipes(['themes', 'upgrade-flux']).scenarios);
  assert.ok(chosen.indexOf('upgrade-flux') < chosen.indexOf('themes'));
});

test('older versions are built for an upgrade that somebody names, and for nothing else', () => {
  const suites = [...RECIPE_IDS.map((id) => recipes([id])), recipes([]), faults([]), benchmarks([])];
  const building = suites.flatMap(({ scenarios }) => scenarios).filter(({ extra }) => extra === 'flux-before');
  assert.deepEqual(ids(building), ['versions-before', 'upgrade-flux']);
  assert.ok(SCENARIOS.every(({ extra }) => extra !== 'flux-before'));
});

test('what destroys everything is the last of all recipes', () => {
  assert.equal(ids(recipes([]).scenarios).at(-1), 'teardown');
});

test('whatever comes before there is a blog says that there is none to read', () => {
  for (const [name, scenarios] of Object.entries(SUITES)) {
    const first = scenarios.findIndex(({ id }) => id === 'blog');
    const before = first < 0 ? scenarios : scenarios.slice(0, first);
    const read = before.filter(({ unread }) => unread !== UNREAD.noBlog);
    assert.deepEqual(ids(read), [], `${name}: say \`unread: UNREAD.noBlog\`, or it waits for a blog that is not there`);
  }
});

test('once there is a blog, somebody reads it on through everything that has no reason against it', () => {
  const after = Object.values(SUITES).flatMap((list) => list.slice(list.findIndex(({ id }) => id === 'blog')));
  const unread = after.filter((one) => one.unread !== undefined);
  assert.deepEqual(
    [...new Set(ids(unread))].sort(),
    NOT_READ_THROUGH.toSorted(),
    'Readers must not notice a merge, a fault or a drill. If they may notice this one, list it; it runs without a reader then.',
  );
});
