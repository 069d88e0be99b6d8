import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { beginning, type Commit, lockOf, type Moment, next, type Step, type World } from './gate-model.ts';

/** Visits every moment that can be reached, and tells each step, with those that led to it. */
function explore(world: World, visit: (from: Moment, steps: readonly Step[], path: readonly string[]) => void): number {
  const seen = new Set<string>();
  const visitFrom = (moment: Moment, path: readonly string[]) => {
    const key = JSON.stringify(moment);
    if (seen.has(key)) return;
    seen.add(key);
    const steps = next(world, moment);
    visit(moment, steps, path);
    for (const { what, to } of steps) visitFrom(to, [...path, what]);
  };
  visitFrom(beginning(world), []);
  return seen.size;
}

const A: Commit = { infrastructure: 'a' };
/** What a pull request may do. */
const CHANGES: Readonly<Record<string, Commit>> = {
  'manifests only': A,
  'both halves': { infrastructure: 'b' },
  'both halves anew': { infrastructure: 'c' },
  'both halves, and CloudFormation fails': { infrastructure: 'd', fails: true },
  'a stale lock': { infrastructure: 'b', lock: 'a' },
  'a forged lock': { infrastructure: 'a', lock: 'e' },
};

const worlds: World[] = [];
for (const one of Object.values(CHANGES)) {
  for (const two of Object.values(CHANGES)) {
    worlds.push({ commits: [A, one, two] });
    worlds.push({ commits: [A, one, two], byHand: 'f' });
    worlds.push({ commits: [A, one, two], forged: 'f' });
    worlds.push({ commits: [A, one, two], unchecked: true });
    for (const three of Object.values(CHANGES)) worlds.push({ commits: [A, one, two, three] });
  }
}

describe('whatever the order of merges, webhooks, deployments and people', () => {
  test('Flux applies only what was reviewed with the last infrastructure that was complete', () => {
    for (const world of worlds.filter(({ forged }) => forged === undefined)) {
      explore(world, (moment, steps, path) => {
        const complete = moment.stands === 'between two' ? moment.setting : moment.stands;
        for (const { what, to } of steps.filter(({ to }) => to.applied !== moment.applied)) {
          const commit = world.commits[to.applied];
          assert.equal(commit && lockOf(commit), complete, [...path, what].join('; '));
        }
      });
    }
  });

  test('an execution says live only of a commit whose infrastructure stands and whose manifests are applied', () => {
    for (const world of worlds) {
      explore(world, (moment, steps, path) => {
        for (const { what, to } of steps) {
          const place = to.executions.findIndex((status, i) => status === 'live' && moment.executions[i] !== 'live');
          if (place < 0) continue;
          const told = [...path, what].join('; ');
          assert.equal(moment.applied, place, told);
          assert.equal(moment.stands, world.commits[place]?.infrastructure, told);
        }
      });
    }
  });

  test('every execution ends, and leaves the queue to the next', () => {
    for (const world of worlds) {
      explore(world, ({ executions }, steps, path) => {
        if (steps.length > 0) return;
        const stuck = executions.filter((status) => ['queued', 'deploying', 'verifying'].includes(status));
        assert.deepEqual(stuck, [], path.join('; '));
      });
    }
  });

  test('the last commit is live in the end when nothing was wrong with it, and nobody deployed by hand', () => {
    const good = worlds.filter(({ commits, byHand, forged }) => {
      const last = commits.at(-1);
      return last && !last.fails && last.lock === undefined && byHand === undefined && forged === undefined;
    });
    for (const world of good) {
      explore(world, ({ executions, applied }, steps, path) => {
        if (steps.length > 0) return;
        assert.equal(executions.at(-1), 'live', path.join('; '));
        assert.equal(applied, world.commits.length - 1, path.join('; '));
      });
    }
  });

  test('a failed deployment leaves the old workload running', () => {
    const world: World = { commits: [A, { infrastructure: 'd', fails: true }] };
    explore(world, ({ applied }, _steps, path) => assert.equal(applied, 0, path.join('; ')));
  });

  test('a failed deployment is undone by a revert alone', () => {
    const world: World = { commits: [A, { infrastructure: 'd', fails: true }, A] };
    explore(world, ({ executions, applied }, steps, path) => {
      if (steps.length === 0) assert.deepEqual([executions.at(-1), applied], ['live', 2], path.join('; '));
    });
  });
});

test('the model reaches thousands of moments', () => {
  const moments = worlds.reduce((sum, world) => sum + explore(world, () => undefined), 0);
  assert.ok(moments > 5_000, `${moments}`);
});
