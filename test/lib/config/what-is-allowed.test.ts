import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { databaseRoots } from '../../../lib/config/database-roots.ts';
import { complaints } from '../../support/config-complaints.ts';
import { configInput } from '../../support/fixtures.ts';

const ROOTS = databaseRoots('eu-west-1');
const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/12345678-1234-1234-1234-123456789012';
const MAIL_SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:blog/mail-AbCdEf';
const principals = (count: number) =>
  Array.from({ length: count }, (_, i) => `arn:aws:iam::111122223333:role/developer-${i}`);
/** Public addresses of nobody, who answers questions about private ones: RFC 7534. */
const networks = (count: number) => Array.from({ length: count }, (_, i) => `192.175.48.${i}/32`);

describe('what is allowed', () => {
  const cases: [title: string, overrides: object][] = [
    [
      'the whole internet to the API, with a reason',
      { kubernetesApi: { allowedCidrs: [{ cidr: '0.0.0.0/0', reason: 'A workshop for one day' }] } },
    ],
    ['protection off, with a reason', { protection: { off: 'Tearing the demo down' } }],
    [
      'a pasted certificate where none is built in',
      {
        region: { name: 'il-central-1', reason: 'AWS added connections there' },
        database: { certificateAuthorities: ROOTS },
      },
    ],
    [
      'a region outside the list, with a reason',
      { region: { name: 'ap-northeast-3', reason: 'AWS added connections there' } },
    ],
    ['a memory-optimized Graviton class', { database: { size: 'x2g.large' } }],
    [
      'networks that touch, and the neighbours of what is reserved',
      { kubernetesApi: { allowedCidrs: ['192.175.48.0/25', '192.175.48.128/25', '192.0.1.0/24', '198.20.0.0/16'] } },
    ],
    ['forty networks', { kubernetesApi: { allowedCidrs: networks(40) } }],
    ['thirty administrators', { kubernetesApi: { adminPrincipals: principals(30) } }],
    [
      'a role of IAM Identity Center',
      {
        kubernetesApi: {
          adminPrincipals: [
            'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef',
          ],
        },
      },
    ],
    ['a connection that stands', { repository: { owner: 'o', name: 'r', connectionArn: CONNECTION } }],
    ['a mail secret in a folder', { blog: { ownerEmail: 'o@example.com', mailSecretArn: MAIL_SECRET } }],
    ['an address of 191 characters', { alarmEmail: `a@${'b'.repeat(60)}.${'b.'.repeat(62)}com` }],
    ['an apostrophe inside an address', { alarmEmail: "o'brien@example.com" }],
    ['no account', { account: undefined }],
    ['a name that begins as a kept one, and goes on', { name: 'sgt-pepper' }],
    ...['true', '123', 'null', '0x1', 'no', '1e3', 'originals/x', 'HEAD/x'].map((branch): [string, object] => [
      `a branch called ${branch}`,
      { repository: { owner: 'o', name: 'r', branch } },
    ]),
    ['a branch with a slash', { repository: { owner: 'o', name: 'r', branch: 'release/1' } }],
  ];
  for (const [title, overrides] of cases) {
    test(title, () => {
      assert.deepEqual(complaints({ ...configInput(), ...overrides }), []);
    });
  }
});
