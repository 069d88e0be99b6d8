import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaints } from '../../support/config-complaints.ts';
import { configInput } from '../../support/fixtures.ts';

const MOMENT = { source: 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ', time: '2026-11-26T15:29:30Z' };
const SNAPSHOT = { snapshot: 'fixture-database-1' };

describe('an impossible combination', () => {
  const cases: [title: string, overrides: object, message: RegExp][] = [
    [
      "a snapshot under another name than the blog's, which its rights do not cover",
      { restore: { database: [{ snapshot: 'other-database-1' }] } },
      /restore\.database\[0\]\.snapshot is "other-database-1": .*--target-db-snapshot-identifier fixture-other-database-1/,
    ],
    [
      'the same restore twice, which is one database',
      { restore: { database: [MOMENT, SNAPSHOT, { time: MOMENT.time, source: MOMENT.source }] } },
      /restore\.database\[2\] .*name each restore once/,
    ],
    [
      'zones of another region',
      { availabilityZones: ['us-east-1a', 'eu-west-1b'] },
      /"us-east-1a": name zones of the region eu-west-1/,
    ],
    [
      'a network inside another',
      { kubernetesApi: { allowedCidrs: ['192.175.48.7/32', '192.175.48.0/24'] } },
      /allowedCidrs\[0\] is "192\.175\.48\.7\/32": leave it out: it is a part of 192\.175\.48\.0\/24/,
    ],
    [
      'a network beside the whole internet',
      {
        kubernetesApi: {
          allowedCidrs: [{ cidr: '0.0.0.0/0', reason: 'A workshop for one day' }, '192.175.48.0/24'],
        },
      },
      /allowedCidrs\[1\] is "192\.175\.48\.0\/24": leave it out: it is a part of 0\.0\.0\.0\/0/,
    ],
    [
      'the same network twice',
      { kubernetesApi: { allowedCidrs: ['192.175.48.0/24', '192.175.48.0/24'] } },
      /allowedCidrs\[1\] is "192\.175\.48\.0\/24": name each network once/,
    ],
    ['the same zone twice', { availabilityZones: ['eu-west-1a', 'eu-west-1a'] }, /name each zone once/],
    [
      'a region whose database roots are not built in',
      { region: { name: 'il-central-1', reason: 'AWS added connections there' } },
      /database\.certificateAuthorities is missing: paste/,
    ],
    [
      'a connection in another region',
      {
        repository: {
          owner: 'o',
          name: 'r',
          connectionArn:
            'arn:aws:codeconnections:us-east-1:111122223333:connection/12345678-1234-1234-1234-123456789012',
        },
      },
      /repository\.connectionArn .* use one in the region of everything else, eu-west-1/,
    ],
    [
      'a secret of the chat in another region',
      {
        chat: { format: 'slack', webhookSecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:chat-AbCdEf' },
      },
      /chat\.webhookSecretArn .* use one in the region of everything else, eu-west-1/,
    ],
    [
      'copies that the lock of their vault does not let go so soon',
      { backupVault: { keepDays: 30, lock: { minRetentionDays: 35 } } },
      /backupVault\.keepDays is 30: AWS Backup fails every backup that is kept for 30 days .* locked to at least 35;/,
    ],
    [
      'copies that the lock of their vault does not keep so long',
      { backupVault: { keepDays: 90, lock: { minRetentionDays: 7, maxRetentionDays: 35 } } },
      /backupVault\.keepDays is 90: AWS Backup fails every backup that is kept for 90 days .* locked to at most 35;/,
    ],
    [
      'access logs in a region that an account has to ask for',
      { region: 'eu-south-1', blog: { ownerEmail: 'o@example.com', accessLogs: { keepDays: 30 } } },
      /blog\.accessLogs .* leave the field out: CloudFront writes no logs to a bucket in eu-south-1/,
    ],
    [
      'a web ACL of another account',
      {
        blog: {
          ownerEmail: 'o@example.com',
          webAclArn: 'arn:aws:wafv2:us-east-1:999999999999:global/webacl/blog/01234567-89ab-cdef-0123-456789abcdef',
        },
      },
      /blog\.webAclArn .* use one of the account of everything else, 111122223333/,
    ],
    [
      'a mail secret of another account',
      {
        blog: {
          ownerEmail: 'o@example.com',
          mailSecretArn: 'arn:aws:secretsmanager:eu-west-1:999999999999:secret:mail-AbCdEf',
        },
      },
      /blog\.mailSecretArn .* use one of the account of everything else, 111122223333/,
    ],
  ];
  for (const [title, overrides, message] of cases) {
    test(`${title} gives one line`, () => {
      const lines = complaints({ ...configInput(), ...overrides });
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', message);
    });
  }
});
