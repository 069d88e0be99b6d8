import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Account } from '../../../cli/doctor/account/account.ts';
import type { Examined } from '../../../cli/doctor/check.ts';
import type { ManualApproval } from '../../../cli/shared/manual-approvals.ts';
import type { StatusAsked } from '../../../cli/status/asked.ts';
import { lastExecutions, lastMerges } from '../../../cli/status/merges.ts';
import { ROWS, readStatus } from '../../../cli/status/status.ts';
import type { Facts } from '../../../cli/verify/facts.ts';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { ago, DATABASE, deployedStacks, EXECUTION, inDays, manualApproval, NOW, standing } from '../doctor/standing.ts';
import { checkOf, isTold, type Wrong } from '../doctor/wrong.ts';
import { deployment, facts, factsOf, LATER, reader, source } from '../verify/facts.ts';

const LOOKED = { status: 'IN_SYNC', at: ago(60) };

/** A blog that stands, in every respect, but for what a test changes. */
function asked(account: Partial<Account> = {}, seen: Partial<Facts> = {}, end = inDays(200)): StatusAsked {
  const stacks = async () => deployedStacks({ drift: LOOKED });
  const gate = { locked: 'f00d', deployed: 'f00d' };
  const observed = facts({ gate, ...seen });
  const { config, templates, account: all } = standing({ account: { stacks, ...account } });
  const certificateEnd = async () => end;
  const known = { config, templates, account: all, certificateEnd, now: NOW };
  const look = async () => ({ facts: observed, verdict: judge(observed) });
  return { ...known, look, executions: () => lastExecutions(known) };
}

describe('a row of the status is good when everything stands', () => {
  for (const { id, find } of ROWS) {
    test(id, async () => {
      const { state, text } = await find(asked());
      assert.equal(state, 'good', text);
    });
  }
});

const days = (count: number) => ago(count * 24 * 60);
const execution = (status: string) => ({ executions: async () => [{ ...EXECUTION, status }] });
/** A blog whose latest execution was not approved. */
function unapproved(state: ManualApproval['state']): StatusAsked {
  const latest = {
    ...EXECUTION,
    status: state === 'awaited' ? 'InProgress' : 'Failed',
    approval: manualApproval(state),
  };
  const it = asked({ executions: async () => [latest] });
  const environment = { name: 'production', after: 'staging', approval: { timeoutMinutes: 60 }, all: {} };
  return { ...it, config: { ...it.config, environment } };
}

const VERIFY = /^npx onemerge verify --commit /;
const ABSENT = { name: 'fixture-ghost', status: 'UPDATE_ROLLBACK_COMPLETE', same: false, failures: ['A (B): no'] };
const stuck = factsOf({ deployments: [deployment({ updated: 0, available: 0 })] });
const behind = factsOf({ source: source({ revision: 'a'.repeat(40) }) });

const WRONG: readonly Wrong<StatusAsked>[] = [
  [
    'commit',
    'a later one came meanwhile',
    asked({}, factsOf({ source: source({ revision: LATER }) })),
    'warning',
    /no longer the newest$/,
    /^npx onemerge status$/,
  ],
  [
    'commit',
    'Flux has not seen it',
    asked({}, behind),
    'warning',
    /is on its way: GitRepository flux-system\/flux-system: /,
    VERIFY,
  ],
  [
    'commit',
    'its deployment was rolled back',
    asked({}, { infrastructure: { value: { stacks: [ABSENT], execution: { value: 'failed' } } } }),
    'bad',
    /^ccccccc, the newest of main, is not live: .*fixture-ghost/,
    /./,
  ],
  [
    'commit',
    'the cluster cannot be read',
    asked({}, { cluster: { error: 'no way', help: 'find one', finalAfterSeconds: 0 } }),
    'unknown',
    /could not be seen: no way$/,
    /^find one$/,
  ],
  [
    'infrastructure',
    'a stack was rolled back',
    asked({}, { infrastructure: { value: { stacks: [ABSENT], execution: { value: 'failed' } } } }),
    'bad',
    /^0 of 1; stack rolled back \(stack fixture-ghost\); stack fixture-ghost: /,
    /^npx cdk deploy Ghost, or revert the commit/,
  ],
  ['workload', 'a rollout is under way', asked({}, stuck), 'warning', /Deployment ghost\/ghost: /, VERIFY],
  [
    'workload',
    'the cluster cannot be read',
    asked({}, { cluster: { error: 'no way', help: 'find one', finalAfterSeconds: 0 } }),
    'unknown',
    /cluster: /,
    /^find one$/,
  ],
  [
    'readers',
    'the blog answers an error',
    asked({}, { reader: { value: reader({ status: 502 }) } }),
    'warning',
    /502/,
    VERIFY,
  ],
  [
    'gate',
    'another infrastructure stands',
    asked({}, { gate: { locked: 'f00d', deployed: 'beef' } }),
    'warning',
    /wait for the infrastructure f00d, and beef stands$/,
    VERIFY,
  ],
  [
    'pipeline',
    'it has never run',
    asked({ executions: async () => [] }),
    'bad',
    /has never run$/,
    /^npx onemerge connect$/,
  ],
  [
    'pipeline',
    'the latest failed',
    asked(execution('Failed')),
    'bad',
    /of 3f2a9c8 is Failed, 7 m 00 s ago$/,
    /read the end of its build: https:/,
  ],
  ['pipeline', 'somebody stopped it', asked(execution('Stopped')), 'warning', /is Stopped/, /read the end/],
  [
    'pipeline',
    'a person has yet to approve it',
    unapproved('awaited'),
    'warning',
    /^3f2a9c8 waits for a person's approval since .* UTC, until .* UTC$/,
    /^npx onemerge promote --to production --commit 3f2a9c8\w+ --approve <words>, or with --refuse <words>$/,
  ],
  [
    'pipeline',
    'nobody approved it in time',
    unapproved('timed out'),
    'warning',
    /^3f2a9c8 was approved by nobody until .* UTC$/,
    /^npx onemerge promote --to production --commit 3f2a9c8\w+$/,
  ],
  [
    'drift',
    'a stack has drifted',
    asked({ stacks: async () => deployedStacks({ drift: { ...LOOKED, status: 'DRIFTED' } }) }),
    'bad',
    /^changed by hand: fixture-network, /,
    /^npx onemerge drift$/,
  ],
  [
    'drift',
    'nobody ever looked',
    asked({ stacks: async () => deployedStacks() }),
    'warning',
    /^nobody has looked/,
    /^npx onemerge drift$/,
  ],
  [
    'drift',
    'nobody looked for long',
    asked({ stacks: async () => deployedStacks({ drift: { ...LOOKED, at: days(40) } }) }),
    'warning',
    /looked for, 40 days ago$/,
    /^npx onemerge drift$/,
  ],
  [
    'database',
    'it keeps no backups',
    asked({ database: async () => ({ ...DATABASE, keptDays: 0 }) }),
    'bad',
    /keeps no backups$/,
    /^npx cdk diff Database$/,
  ],
  [
    'database',
    'its backups are behind',
    asked({ database: async () => ({ ...DATABASE, restorableTo: ago(90) }) }),
    'bad',
    /restorable to 1 h 30 m ago/,
    /^aws rds describe-db-instances --region eu-west-1 /,
  ],
  [
    'database',
    'it restarts',
    asked({ database: async () => ({ ...DATABASE, status: 'rebooting' }) }),
    'warning',
    /is rebooting; /,
    /^aws rds/,
  ],
  [
    'database',
    'it is new',
    asked({
      database: async () => {
        const { restorableTo: _, ...created } = DATABASE;
        return { ...created, status: 'creating' };
      },
    }),
    'warning',
    /has no backup yet$/,
    /^aws rds/,
  ],
  [
    'uploads',
    'the backups have stopped',
    asked({ recoveryPoints: async () => [days(9), days(3)] }),
    'bad',
    /was backed up 3 days ago, 2 kept$/,
    /^aws backup list-recovery-points-by-resource .*:file-system\//,
  ],
  [
    'uploads',
    'the blog is new',
    asked({ recoveryPoints: async () => [] }),
    'warning',
    /has no recovery point/,
    /^aws backup/,
  ],
  [
    'storage',
    'it grows no more',
    asked({ database: async () => ({ ...DATABASE, allocatedGiB: 100 }) }),
    'bad',
    /: no further$/,
    /onemerge\.config\.ts/,
  ],
  ['certificate', 'it ends this week', asked({}, {}, inDays(6)), 'bad', / ends on /, /./],
  [
    'kubernetes',
    'its support ends soon',
    asked({ kubernetesVersion: async () => ({ status: 'STANDARD_SUPPORT', endOfStandardSupport: days(-30) }) }),
    'warning',
    /in standard support until 20/,
    /KUBERNETES_VERSION/,
  ],
  [
    'kubernetes',
    'its support has ended',
    asked({ kubernetesVersion: async () => ({ status: 'EXTENDED_SUPPORT', endOfStandardSupport: days(3) }) }),
    'bad',
    /has left standard support on 20/,
    /KUBERNETES_VERSION/,
  ],
  [
    'kubernetes',
    'EKS does not say',
    asked({ kubernetesVersion: async () => undefined }),
    'warning',
    /does not say/,
    /KUBERNETES_VERSION/,
  ],
  [
    'mysql',
    'its support has ended',
    asked({ databaseSupportEnd: async () => days(3) }),
    'bad',
    /^8\.4 has left standard support/,
    /docs\/operations\.md/,
  ],
];

describe('a row of the status says what is wrong, and what helps', () => {
  isTold(ROWS, WRONG);

  test('and each of them was seen other than good, but for the cost', () => {
    const seen = new Set(WRONG.map(([id]) => id));
    const unseen = ROWS.filter(({ id }) => !seen.has(id)).map(({ id }) => id);
    assert.deepEqual(unseen, ['cost'], 'Add a line to WRONG.');
  });
});

test('a blog that only its page keeps from being live is not called live', async () => {
  const { state, text } = await checkOf(ROWS, 'commit').find(asked({}, { reader: { value: reader({ status: 502 }) } }));
  assert.notEqual(state, 'good', text);
});

test('what cannot be asked is told in its row, and the others are asked', async () => {
  const refused = async () => {
    throw new Error('AWS says no');
  };
  const { rows, merges } = await readStatus(asked({ recoveryPoints: refused, executions: refused }));
  const unknown = rows.filter(({ state }: Examined) => state === 'unknown').map(({ id, text }) => `${id}: ${text}`);
  assert.deepEqual(unknown, ['pipeline: AWS says no', 'uploads: AWS says no']);
  assert.match(JSON.stringify(merges), /AWS says no/);
});

test('a merge that a person has not approved is told as that among the last ones', async () => {
  const outcomes = async (state: ManualApproval['state']) => {
    const { executions, now } = unapproved(state);
    return (await lastMerges({ executions, now })).map(({ outcome }) => outcome);
  };
  assert.deepEqual(await outcomes('awaited'), ['waits for approval']);
  assert.deepEqual(await outcomes('refused'), ['refused']);
  assert.deepEqual(await outcomes('timed out'), ['not approved in time']);
  assert.deepEqual(await outcomes('given'), ['failed']);
});
