import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Account } from '../../../cli/doctor/account/account.ts';
import type { BackupCopy } from '../../../cli/doctor/account/backups.ts';
import { once } from '../../../cli/shared/once.ts';
import { synthesizeTemplates } from '../../../cli/shared/templates.ts';
import type { StatusAsked } from '../../../cli/status/asked.ts';
import { lastExecutions } from '../../../cli/status/merges.ts';
import { vault } from '../../../cli/status/rows/vault.ts';
import { readStatus } from '../../../cli/status/status.ts';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { ago, deployedStacks, NOW, standing } from '../doctor/standing.ts';
import { isTold, type Wrong } from '../doctor/wrong.ts';
import { facts } from '../verify/facts.ts';

const CONFIG = { backupVault: { keepDays: 35, lock: { minRetentionDays: 30 } } };
const synthesized = once(async () => synthesizeTemplates(standing({ config: CONFIG }).config));

/** A blog with a locked vault, in order but for what a test changes. */
async function asked(account: Partial<Account> = {}): Promise<StatusAsked> {
  const templates = await synthesized();
  const physicalIds = async (stack: string) =>
    new Map(Object.entries(templates.get(stack)?.Resources ?? {}).map(([id, { Type }]) => [id, Type]));
  const stacks = async () => deployedStacks();
  const copiesIn = async () => copies(9);
  const blog = standing({ config: CONFIG, account: { stacks, physicalIds, copiesIn, ...account } });
  const known = { ...blog, templates, now: NOW };
  const observed = facts();
  return {
    ...known,
    look: async () => ({ facts: observed, verdict: judge(observed) }),
    executions: () => lastExecutions(known),
  };
}

const OF = 'eu-west-1:111122223333';
/** A copy of the database and one of the uploads, made some hours ago. */
const copies = (hours: number): BackupCopy[] => [
  { resourceArn: `arn:aws:rds:${OF}:db:AWS::RDS::DBInstance`, at: ago(hours * 60) },
  { resourceArn: `arn:aws:elasticfilesystem:${OF}:file-system/AWS::EFS::FileSystem`, at: ago(hours * 60) },
];
const LIST = /^aws backup list-recovery-points-by-backup-vault .*--backup-vault-name AWS::Backup::BackupVault$/;

const WRONG: readonly Wrong<StatusAsked>[] = [
  [
    'vault',
    'somebody took its lock off',
    await asked({ vaultLock: async () => ({ locked: false }) }),
    'bad',
    / has no lock any more: somebody took it off$/,
    /^aws backup put-backup-vault-lock-configuration .* --min-retention-days 30$/,
  ],
  [
    'vault',
    'somebody weakened its lock',
    await asked({ vaultLock: async () => ({ locked: true, minRetentionDays: 1 }) }),
    'bad',
    / is locked for 1 days instead of 30: /,
    / --min-retention-days 30$/,
  ],
  [
    'vault',
    'the copies have stopped',
    await asked({ copiesIn: async () => copies(40) }),
    'bad',
    / 2 copies, the last: database 40 h 00 m ago, uploads 40 h 00 m ago$/,
    LIST,
  ],
  [
    'vault',
    'only one of the two is copied',
    await asked({ copiesIn: async () => copies(9).slice(0, 1) }),
    'warning',
    / has no copy of uploads: /,
    LIST,
  ],
];

describe('the locked vault', () => {
  isTold([vault], WRONG);

  test('is good with its lock and two copies of today', async () => {
    const { state, text } = await vault.find(await asked());
    assert.equal(state, 'good', text);
    assert.match(text, / is locked for 30 days; 2 copies, the last: database 9 h 00 m ago, uploads 9 h 00 m ago$/);
  });

  for (const [what, finalFrom, told] of [
    ['will be', ago(-60 * 24 * 2), /, final from \d{4}-\d\d-\d\d;/],
    ['is', ago(60), /, which is final;/],
  ] as const) {
    test(`says that its lock ${what} final`, async () => {
      const { text } = await vault.find(
        await asked({ vaultLock: async () => ({ locked: true, minRetentionDays: 30, finalFrom }) }),
      );
      assert.match(text, told);
    });
  }

  test('has a row of the status only where the config has one', async () => {
    const rows = async (it: StatusAsked) => (await readStatus(it)).rows.map(({ id }) => id);
    const it = await asked();
    const without = await rows({ ...it, config: standing().config });
    assert.deepEqual(
      (await rows(it)).filter((id) => !without.includes(id)),
      ['vault'],
    );
  });
});
