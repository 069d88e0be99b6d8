import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { deployedNames } from '../../../../cli/verify/observe/aws.ts';
import { History } from '../../../../cli/verify/observe/history.ts';
import { Observer } from '../../../../cli/verify/observe/observer.ts';
import { parseConfig } from '../../../../lib/config/parse.ts';
import { configInput, fixtureApp, STACK_NAMES, stackOf, templates, theOnly } from '../../../support/fixtures.ts';

describe('what the verdict looks for', () => {
  const names = deployedNames({ name: 'fixture' });
  const app = fixtureApp();
  const byName = new Map(STACK_NAMES.map((id) => [stackOf(app, id).stackName, id]));
  const all = templates();

  for (const { stack, output } of [names.blog, names.pipeline]) {
    test(`is called so by the app: the output ${output} of ${stack}`, () => {
      const id = byName.get(stack);
      assert.ok(id, `the app has no stack ${stack}`);
      assert.ok(output in all[id].toJSON().Outputs, `${stack} has no output ${output}`);
    });
  }

  test('is called so by the app: the cluster', () => {
    assert.equal(theOnly(all.Cluster, 'AWS::EKS::Cluster').Properties.Name, names.cluster);
  });

  test('includes both target groups, which are in the stack of the blog', () => {
    assert.equal(byName.get(names.blog.stack), 'Ghost');
    assert.equal(Object.keys(all.Ghost.findResources('AWS::ElasticLoadBalancingV2::TargetGroup')).length, 2);
  });
});

test('a look without credentials is told, and does not end the process, however long Git takes beside it', async (t) => {
  const before = { ...process.env };
  t.after(() => {
    process.env = before;
  });
  process.env = { PATH: before.PATH, HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' };
  const slow = async () => {
    await sleep(500);
    return undefined;
  };
  const history = Object.assign(Object.create(History.prototype), {
    commit: 'a'.repeat(40),
    committedAt: 0,
    file: slow,
  });
  const { cluster } = await new Observer(parseConfig(configInput()), history, {
    folder: '/nowhere',
    app: 'cdk.out',
  }).observe({});
  assert.match('error' in cluster ? cluster.error : '', /credentials/i);
});
