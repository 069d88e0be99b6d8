import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mismatches } from '../../cli/shared/tree/schemas/validate.ts';
import { madeBy, templates, theOnly } from '../support/fixtures.ts';

const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';

function nodePool(maintenance?: string) {
  const { Flux: stack } = templates(maintenance === undefined ? {} : { maintenance });
  const [pool] = JSON.parse(madeBy(stack, MANIFEST, 'Nodes').Properties.Manifest);
  return pool;
}

describe('The nodes', () => {
  const pool = nodePool();
  const values = (key: string) =>
    pool.spec.template.spec.requirements.find((one: { key: string }) => one.key === key)?.values;
  const budget = (of: typeof pool) => of.spec.disruption.budgets.find((one: { nodes: string }) => one.nodes === '0');

  test('may be ARM and burstable, which is half the price', () => {
    assert.ok(values('kubernetes.io/arch').includes('arm64'), 'the cheapest nodes are ARM');
    assert.ok(values('eks.amazonaws.com/instance-category').includes('t'), 'the cheapest nodes are burstable');
  });

  test('are never spot nodes, which leave at any hour', () =>
    assert.deepEqual(values('karpenter.sh/capacity-type'), ['on-demand']));

  const HOURS = [
    ['03:30', '30 4 * * *'],
    ['00:00', '0 1 * * *'],
    ['23:05', '5 0 * * *'],
  ];
  for (const [maintenance, begin] of HOURS)
    test(`move what runs on them in the hour from ${maintenance} on, and at no other`, () => {
      const { schedule, duration, reasons } = budget(nodePool(maintenance));
      assert.deepEqual([schedule, duration], [begin, '23h']);
      assert.deepEqual(reasons, ['Drifted', 'Underutilized'], 'an empty node may go at any hour');
    });

  test('are replaced one at a time', () =>
    assert.ok(pool.spec.disruption.budgets.some((one: object) => JSON.stringify(one) === '{"nodes":"1"}')));

  test('are renewed before AWS ends them, 504 hours after their start', () =>
    assert.ok(Number.parseInt(pool.spec.template.spec.expireAfter, 10) < 504));

  test('cannot become more than a mistake may cost', () =>
    assert.deepEqual(Object.keys(pool.spec.limits), ['cpu', 'memory']));

  test('are described in words that a NodePool has', () => assert.deepEqual(mismatches(pool), []));

  test('are there before Flux, which runs on them', () => {
    const { Flux: stack } = templates();
    const chart = theOnly(stack, 'Custom::AWSCDK-EKS-HelmChart');
    assert.ok(
      chart.DependsOn?.some((id: string) => id.startsWith('Nodes')),
      'the chart must depend on the node pool',
    );
  });

  test('come from no built-in pool but the one that keeps the node class', () => {
    const { Cluster: stack } = templates();
    assert.deepEqual(theOnly(stack, 'AWS::EKS::Cluster').Properties.ComputeConfig.NodePools, ['system']);
  });
});
