import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Facts } from '../../../cli/verify/facts.ts';
import { judge } from '../../../cli/verify/judge/judge.ts';
import type { Verdict } from '../../../cli/verify/verdict.ts';

/**
 * What `onemerge verify --record` wrote in rehearsals, with real Kubernetes and real Flux. The file's name says what
 * had been done; each holds what was observed and what was concluded then.
 */
const FOLDER = new URL('recorded/', import.meta.url);

interface Recorded {
  readonly facts: Facts;
  readonly state: Verdict['state'];
  readonly cause?: string;
}

const read = (name: string): Recorded => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));

describe('a recorded run', () => {
  for (const name of readdirSync(FOLDER)) {
    const { facts, state, cause } = read(name);
    test(`is judged as it was: ${name.replace('.json', '')} is ${state}${cause ? `, ${cause}` : ''}`, () => {
      const verdict = judge(facts);
      assert.equal(verdict.state, state);
      assert.equal(verdict.problems[0]?.cause, cause);
    });
  }
});

describe('in recorded runs', () => {
  const notLive = (name: string) =>
    judge(read(name).facts)
      .parts.filter(({ state }) => state !== 'live')
      .map(({ name: part }) => part);
  const partOf = (name: string, part: string) => judge(read(name).facts).parts.find((one) => one.name === part);

  test("Flux's Ready was stale: all of it was Ready, for the commit before", () => {
    const { facts } = read('stale-ready.json');
    assert.ok('value' in facts.cluster);
    const ready = facts.cluster.value.kustomizations.flatMap(
      ({ conditions }) => conditions.find(isReady)?.status ?? [],
    );
    assert.ok(ready.every((status) => status === 'True'));
    assert.equal(partOf('stale-ready.json', 'Kustomization flux-system/operators-configs')?.state, 'waiting');
  });

  test("Flux's Ready was early: the root was Ready for the commit before what it contains", () => {
    assert.equal(partOf('early-ready.json', 'Kustomization flux-system/flux-system')?.state, 'live');
    assert.equal(partOf('early-ready.json', 'Kustomization flux-system/operators-configs')?.state, 'waiting');
  });

  test('a merge of both halves was not live while its workload alone was', () => {
    assert.deepEqual(notLive('half-deployed.json'), ['stack rehearsal-database', 'stack rehearsal-ghost']);
    assert.deepEqual(notLive('both-halves-live.json'), []);
  });

  test('what kept a pod waiting was named before the pod: a secret that could not be made', () => {
    for (const name of ['mounted-secret-not-synchronized.json', 'secret-not-synchronized-while-stuck.json']) {
      const [first] = judge(read(name).facts).problems;
      assert.equal(first?.cause, 'secret not synchronized', name);
    }
  });

  test('two faults at once were both named', () => {
    const causes = judge(read('secret-not-synchronized-while-stuck.json').facts).problems.map(({ cause }) => cause);
    for (const cause of ['secret not synchronized', 'configuration missing'] as const)
      assert.ok(causes.includes(cause), causes.join(', '));
  });

  test('a startup probe that failed was no verdict: the pod became ready', () => {
    assert.deepEqual(notLive('pod-starting.json'), [
      'Kustomization flux-system/ghost',
      'Deployment ghost/ghost',
      'blog https://d6sp3o8kk8ugjp.cloudfront.net',
      'targets LoadBalancerGhostTargets',
    ]);
    assert.deepEqual(notLive('manifests-live.json'), []);
  });

  test('a stack that was rolled back to what the commit asks for was complete', () => {
    assert.equal(partOf('rolled-back-to-the-same.json', 'stack rehearsal-cluster')?.state, 'live');
  });
});

const isReady = ({ type }: { readonly type: string }): boolean => type === 'Ready';
