import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constructId } from '../../../cli/verify/construct-id.ts';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { fixtureApp, STACK_NAMES, stackOf } from '../../support/fixtures.ts';
import { facts, infrastructure, stack } from './facts.ts';

test('the CDK finds every stack by the id that a message gives it', () => {
  const app = fixtureApp({ name: 'my-blog' });
  for (const id of STACK_NAMES) {
    const { stackName } = stackOf(app, id);
    const why = `lib/app.ts: name the stack ${id} <name>-${id.toLowerCase()}, not ${stackName}`;
    assert.equal(constructId(stackName), id, why);
  }
});

const helpFor = (overrides: Parameters<typeof infrastructure>[0]) =>
  judge(facts({ infrastructure: { value: infrastructure(overrides) } })).problems[0]?.help;

for (const name of ['a1', 'ghost', 'my-2nd-blog', 'a-name-of-20-letters'])
  test(`the CDK finds them whatever the blog is called: ${name}`, () => {
    for (const id of STACK_NAMES) assert.equal(constructId(`${name}-${id.toLowerCase()}`), id);
  });

test('a stack that rolled back, or was changed by hand, is named as the CDK names it', () => {
  const rolledBack = [stack({ status: 'ROLLBACK_COMPLETE', same: false })];
  assert.match(helpFor({ stacks: rolledBack, execution: { value: 'failed' } }) ?? '', /^npx cdk deploy Ghost,/);
  const changed = [stack({ same: false })];
  assert.equal(
    helpFor({ stacks: changed, execution: { value: 'succeeded' } }),
    'npx cdk diff Ghost, then npx cdk deploy Ghost',
  );
});

test('a pipeline that did not start is named with its region, and one that does not exist is deployed', () => {
  const missing = { stacks: [stack({ same: false })], execution: { value: 'none' } } as const;
  assert.equal(
    helpFor({ ...missing, pipeline: { name: 'deploys', region: 'eu-west-1' } }),
    'start the pipeline: aws codepipeline start-pipeline-execution --region eu-west-1 --name deploys',
  );
  assert.equal(helpFor(missing), 'npx cdk deploy --all');
});
