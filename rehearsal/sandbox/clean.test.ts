import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CleanChoice, cleanReport, planClean } from './clean.ts';
import { type KnownRun, knownRuns } from './runs.ts';

const ME = 1000;
const DEAD: KnownRun = {
  id: 'rDead00',
  folder: '/c/runs/rDead00',
  foreign: false,
  pid: undefined,
  user: ME,
  since: new Date('2026-11-26T01:02:03Z'),
  kept: false,
};
const ALIVE = { ...DEAD, id: 'rAlive0', pid: 7, kept: true };
const OF_ANOTHER_USER = { ...DEAD, id: 'rUser00', user: 1 };
const OF_ANOTHER_CACHE = { ...DEAD, id: 'rCache0', foreign: true };
const RUNS = [DEAD, ALIVE, OF_ANOTHER_USER, OF_ANOTHER_CACHE];

const removed = (choice: Partial<CleanChoice>) =>
  planClean(RUNS, { named: [], all: false, ...choice }, ME).remove.map(({ id }) => id);

describe('rehearse clean removes', () => {
  test('only what has ended, when nothing is named', () => {
    assert.deepEqual(removed({}), ['rDead00']);
  });

  test('a living run that is named, and nothing else', () => {
    assert.deepEqual(removed({ named: ['rAlive0'] }), ['rAlive0']);
  });

  test('runs of another user and of another cache when they are named', () => {
    assert.deepEqual(removed({ named: ['rUser00', 'rCache0'] }), ['rUser00', 'rCache0']);
  });

  test('with --all what is alive too, but nothing of others', () => {
    assert.deepEqual(removed({ all: true }), ['rDead00', 'rAlive0']);
  });

  test('nothing when one name is unknown; it lists the known ones', () => {
    assert.throws(() => removed({ named: ['rDead00', 'rNone00'] }), {
      message: 'no such rehearsal: rNone00; there are: rDead00, rAlive0, rUser00, rCache0',
    });
  });
});

describe('the runs of a machine', () => {
  const status = { pid: 7, user: ME, since: new Date(0), kept: false };
  const known = knownRuns('/c/runs', {
    folders: ['rOurs00'],
    inUse: ['/other/runs/rOther0', '/c/runs/rLost00'],
    cgroups: ['rOurs00', 'rOther0', 'rGroup0'],
    status: (folder) => (folder === '/c/runs/rLost00' ? undefined : status),
  });
  const run = (id: string) => known.find((one) => one.id === id);

  test('are found by folder, process and cgroup, each once', () => {
    assert.deepEqual(
      known.map(({ id }) => id),
      ['rGroup0', 'rLost00', 'rOther0', 'rOurs00'],
    );
  });

  test('belong to another cache when a process says so, or when only a cgroup is known', () => {
    assert.deepEqual(
      known.filter(({ foreign }) => foreign).map(({ id }) => id),
      ['rGroup0', 'rOther0'],
    );
    assert.equal(run('rOther0')?.folder, '/other/runs/rOther0');
  });

  test('are dead when their folder is gone, though a process of theirs lives', () => {
    assert.equal(run('rLost00')?.pid, undefined);
    assert.equal(run('rLost00')?.foreign, false);
  });
});

test('what is left alone is listed with its process, user and start', () => {
  assert.deepEqual(cleanReport([DEAD], [ALIVE]), [
    'Removed: rDead00',
    'Left alone (to end and remove one: npx onemerge rehearse clean <run>):',
    '  rAlive0  kept by process 7, user 1000, since 2026-11-26 01:02 UTC',
  ]);
});
