import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { planDestruction, planLines, requireOpen } from '../../../cli/destroy/plan.ts';
import type { Account } from '../../../cli/doctor/account/account.ts';
import { DATABASE, deployedStacks, standing } from '../doctor/standing.ts';

const open = { stacks: async () => deployedStacks({ protected: false }) };
const unguarded = { database: async () => ({ ...DATABASE, protected: false }) };

function planned(account: Partial<Account>, config = {}) {
  const asked = standing({ account, config });
  return planDestruction(asked.config, asked.account, asked.templates);
}

describe('the plan of a destruction', () => {
  test('names the stacks in the order in which they go, the network last', async () => {
    const plan = await planned({ ...open, ...unguarded });
    assert.equal(plan.stacks[0], 'fixture-pipeline');
    assert.equal(plan.stacks.at(-1), 'fixture-network');
    assert.doesNotThrow(() => requireOpen(plan));
    assert.match(planLines(plan)[1] ?? '', /^Goes {5}fixture-pipeline, .*: \d{3} resources/);
  });

  test('knows the VPC that the stacks are in, to sweep it when they cannot go', async () => {
    const physicalIds = async () =>
      new Map([
        ['Endpoint', 'vpce-1'],
        ['Vpc', 'vpc-1'],
      ]);
    assert.equal((await planned({ ...open, ...unguarded, physicalIds })).vpc, 'vpc-1');
    assert.equal((await planned({ ...open, ...unguarded })).vpc, undefined);
  });

  test('says of a locked vault that it stays, and until when', async () => {
    const stays = async (lock: object) => {
      const backupVault = { keepDays: 35, lock: { minRetentionDays: 30, ...lock } };
      return planLines(await planned({ ...open, ...unguarded }, { backupVault })).at(-1) ?? '';
    };
    assert.match(await stays({}), /locked vault: its last copy goes by itself 35 days after .* takes the lock off$/);
    assert.match(await stays({ changeableForDays: 3 }), /nobody, AWS included, can delete it sooner, and it is billed/);
    assert.doesNotMatch(planLines(await planned(open)).join(), /vault/);
  });

  test('says what goes for good of what otherwise stays, where that is asked for', async () => {
    const plan = await planned({ ...open, ...unguarded });
    assert.match(
      planLines(plan, ['logs', 'snapshots']).join('\n'),
      /^ +and of what stays, these for good: the logs .* and every snapshot of the database, .*$/m,
    );
    assert.doesNotMatch(planLines(plan).join('\n'), /for good/);
  });

  test('leaves out what is gone already, so that it can be made again', async () => {
    const half = async () => deployedStacks({ protected: false }).slice(0, 2);
    assert.deepEqual((await planned({ ...unguarded, stacks: half })).stacks, ['fixture-cluster', 'fixture-network']);
  });

  test('leaves out stacks of the same name that are of somebody else', async () => {
    const foreign = async () => deployedStacks({ protected: false, tags: { 'onemerge:name': 'other' } });
    const plan = await planned({ stacks: foreign });
    assert.deepEqual(plan.stacks, []);
    assert.match(planLines(plan)[1] ?? '', /^Goes {5}nothing/);
  });
});

describe('a destruction is refused', () => {
  test('while stacks are protected, and says which merge lifts it', async () => {
    const plan = await planned(unguarded);
    assert.throws(() => requireOpen(plan), {
      message: /^Protected from deletion: stack fixture-network, /,
      help: /^merge protection: \{ off: /,
      exitCode: 1,
    });
    assert.match(planLines(plan).join('\n'), /^Before {3}protection is lifted by a merge from stack fixture-network/m);
  });

  test('while the database is protected: RDS would refuse it when the blog is gone already', async () => {
    const plan = await planned(open);
    assert.throws(() => requireOpen(plan), { message: /^Protected from deletion: database physical\/MySqlInstance/ });
  });

  test('in another account than the config names', async () => {
    const elsewhere = planned({}, { account: '999988887777' });
    await assert.rejects(elsewhere, {
      message: /signed in to account 111122223333, and .* 999988887777$/,
      exitCode: 1,
    });
  });
});
