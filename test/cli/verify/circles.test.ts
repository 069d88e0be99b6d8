import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { after, condition, EARLIER, factsOf, helmRelease, kustomization, root } from './facts.ts';

const waits = (name: string, dependsOn: readonly string[]) =>
  kustomization({
    name,
    revision: EARLIER,
    dependsOn: dependsOn.map((one) => `flux-system/${one}`),
    conditions: [
      condition('Ready', 'False', 'DependencyNotReady', `dependency 'flux-system/${dependsOn[0]}' is not ready`),
    ],
  });

describe('Kustomizations that wait for each other', () => {
  const circle = [root(), waits('a', ['b']), waits('b', ['c']), waits('c', ['a'])];

  test('are named with the circle, and that is final', () => {
    const [first] = judge(factsOf({ kustomizations: circle })).problems;
    assert.equal(first?.cause, 'circular dependency');
    assert.equal(first?.message, 'each waits for the next: flux-system/a, flux-system/b, flux-system/c, flux-system/a');
    const lasting = factsOf({ kustomizations: circle }, { firstSeen: { [first?.key ?? '']: after(80) } });
    assert.equal(judge(lasting).state, 'not live');
  });

  test('are those alone: one that waits for the circle is in none', () => {
    const behind = judge(factsOf({ kustomizations: [...circle, waits('d', ['a'])] })).problems;
    assert.deepEqual(
      behind.map(({ object }) => object),
      ['a', 'b', 'c'].map((name) => `Kustomization flux-system/${name}`),
    );
  });

  test('are found when one waits for itself', () =>
    assert.equal(
      judge(factsOf({ kustomizations: [root(), waits('a', ['a'])] })).problems[0]?.cause,
      'circular dependency',
    ));

  test('are none when they wait in a line', () =>
    assert.deepEqual(
      judge(factsOf({ kustomizations: [root(), waits('a', ['b']), kustomization({ name: 'b' })] })).problems,
      [],
    ));
});

test('HelmReleases that wait for each other are named as well', () => {
  const conditions = [condition('Ready', 'False', 'DependencyNotReady', "dependency 'x/b' is not ready")];
  const release = (name: string, other: string) =>
    helmRelease({ namespace: 'x', name, dependsOn: [`x/${other}`], conditions });
  const problems = judge(factsOf({ helmReleases: [release('a', 'b'), release('b', 'a')] })).problems;
  assert.deepEqual(
    problems.map(({ cause }) => cause),
    ['circular dependency', 'circular dependency'],
  );
});
