import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deployedTemplates } from '../../../cli/approvals/deployed.ts';
import { FAKE_ACCOUNT, type FakeState, startFakeAws } from '../verify/fakes/aws.ts';
import type { FakeServer } from '../verify/fakes/http.ts';

const CONFIG = { name: 'blog', region: 'eu-west-1', account: FAKE_ACCOUNT };
const stack = (name: string) => ({ name, template: { Resources: {} } });
const template = { Resources: { It: { Type: 'AWS::SNS::Topic' } } };

describe('the deployed templates', () => {
  let aws: FakeServer;
  let state: FakeState;

  before(async () => {
    ({ server: aws, state } = await startFakeAws());
    state.stacks = {
      'blog-data': { status: 'UPDATE_COMPLETE', template, app: 'blog' },
      'blog-failed': { status: 'ROLLBACK_COMPLETE', template, app: 'blog' },
    };
  });
  after(() => aws.stop());

  test('are those of the stacks that stand; others are new', async () => {
    const synthesized = { Data: stack('blog-data'), Failed: stack('blog-failed'), New: stack('blog-new') };
    assert.deepEqual(await deployedTemplates(CONFIG, synthesized), { Data: { name: 'blog-data', template } });
  });

  test('are those of a stack whose tags somebody took away, too', async () => {
    state.stacks['blog-bare'] = { status: 'CREATE_COMPLETE', template };
    assert.deepEqual(await deployedTemplates(CONFIG, { Bare: stack('blog-bare') }), {
      Bare: { name: 'blog-bare', template },
    });
  });

  test('are not taken for none when the account cannot be read', async () => {
    await assert.rejects(deployedTemplates({ ...CONFIG, account: '999900001111' }, {}), {
      message: /you are signed in to account 111122223333/,
      exitCode: 2,
    });
  });

  test('are not taken for empty when CloudFormation gives something else than JSON', async () => {
    state.stacks['blog-data'] = { status: 'UPDATE_COMPLETE', template: undefined, app: 'blog' };
    await assert.rejects(deployedTemplates(CONFIG, { Data: stack('blog-data') }), {
      message: /^the deployed templates cannot be read: /,
      exitCode: 2,
    });
  });
});
