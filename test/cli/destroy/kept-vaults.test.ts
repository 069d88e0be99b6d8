import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type KeptVault, keptVaults, removeVault, whyKept } from '../../../cli/destroy/kept-vaults.ts';
import { clientSettings } from '../../../cli/shared/client-settings.ts';
import { FakeServer } from '../verify/fakes/http.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const seconds = (text: string) => Date.parse(text) / 1000;
const copy = (day: string) => ({
  RecoveryPointArn: `arn:${day}`,
  BackupSizeInBytes: 1024 ** 3,
  CalculatedLifecycle: { DeleteAt: seconds(`${day}T05:30:00Z`) },
});

let server: FakeServer;
before(async () => {
  server = await FakeServer.start(({ url }) => {
    const body = url.pathname.includes('recovery-points')
      ? { RecoveryPoints: [copy('2026-12-30'), copy('2026-12-31')] }
      : {
          BackupVaultList: [
            { BackupVaultName: 'blog-vault-0a1b2c3d', Locked: true, LockDate: seconds('2026-11-01T00:00:00Z') },
            { BackupVaultName: 'blog-vault-vault-0a1b2c3d', Locked: true },
            { BackupVaultName: 'blog-vault-0a1b2c3d-2', Locked: true },
            { BackupVaultName: 'aws/efs/automatic-backup-vault' },
          ],
        };
    return { type: 'application/json', body: JSON.stringify(body) };
  });
});
after(() => server.stop());

const vault = (changes: Partial<KeptVault> = {}): KeptVault => ({
  name: 'blog-vault-0a1b2c3d',
  copies: 2,
  bytes: 3 * 1024 ** 3,
  finalFrom: undefined,
  emptyFrom: new Date('2026-12-31T05:30:00Z'),
  ...changes,
});
const final = vault({ finalFrom: new Date('2026-11-01T00:00:00Z') });

describe('a locked vault that a destroyed blog leaves', () => {
  test('is found by its name, and no vault of a blog whose name begins alike', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const settings = { ...clientSettings('eu-west-1', credentials), endpoint: server.url, maxAttempts: 1 };
    const found = await keptVaults({ name: 'blog', region: 'eu-west-1' }, settings);
    const bytes = 2 * 1024 ** 3;
    assert.deepEqual(found, [
      { ...final, bytes },
      { ...vault({ bytes }), name: 'blog-vault-0a1b2c3d-2' },
    ]);
  });

  test('is told with when its last copy goes, and what it costs until then', () =>
    assert.match(
      whyKept(vault(), NOW),
      /^2 copies .*, 3 GiB in all; the last goes by itself on 2026-12-31; .*administrator.*; about 0\.05 dollars/,
    ));

  test('is told to be final when nobody can take its lock off any more, and from when on otherwise', () => {
    assert.match(whyKept(final, NOW), /its lock is final: nobody, AWS included, can delete one sooner/);
    const soon = vault({ finalFrom: new Date('2026-11-30T00:00:00Z') });
    assert.match(whyKept(soon, NOW), /becomes final on 2026-11-30/);
  });

  test('is told to cost nothing without copies', () =>
    assert.match(whyKept(vault({ copies: 0, emptyFrom: undefined }), NOW), /costs nothing$/));

  test('is removed by commands that take its lock off first, or by one once its copies are gone by themselves', () => {
    assert.deepEqual(
      removeVault(vault(), 'eu-west-1', NOW).map((line) => line.split(' ').slice(0, 3).join(' ')),
      [
        'aws backup delete-backup-vault-lock-configuration',
        'aws backup list-recovery-points-by-backup-vault',
        'aws backup delete-backup-vault',
      ],
    );
    assert.deepEqual(removeVault(final, 'eu-west-1', NOW), [
      'aws backup delete-backup-vault --region eu-west-1 --backup-vault-name blog-vault-0a1b2c3d',
    ]);
  });
});
