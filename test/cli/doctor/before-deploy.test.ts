import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DeployedStack } from '../../../cli/doctor/account/stacks.ts';
import { BEFORE_DEPLOY, type BeforeDeploy } from '../../../cli/doctor/before/before-deploy.ts';
import { everythingPulled } from '../../../cli/doctor/before/images.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';
import type { ConfigInput } from '../../../lib/config/config.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { configInput } from '../../support/fixtures.ts';
import { EXPIRED, FINGERPRINTS, PERSON } from '../../support/signing-keys.ts';
import { ready } from './situation.ts';
import { checkOf, isTold, type Wrong } from './wrong.ts';

const OTHER = '2222222222222222222222222222222222222222';

const PRIVATE = { owner: 'octo-org', name: 'blog', app: { id: 1234567, installation: 7654321 } };

const check = (id: string) => checkOf(BEFORE_DEPLOY, id);

const stack = (name: string, changed: Partial<DeployedStack> = {}): DeployedStack => ({
  name,
  region: 'eu-west-1',
  status: 'CREATE_COMPLETE',
  tags: { 'onemerge:name': 'fixture' },
  outputs: {},
  protected: false,
  ...changed,
});

describe('a check before the first deployment is good when all is ready', () => {
  for (const { id, find } of BEFORE_DEPLOY.filter((one) => one.id !== 'lock')) {
    test(id, async () => {
      const { state, text } = await find(ready());
      assert.equal(state, 'good', text);
    });
  }
});

const WRONG: readonly Wrong<BeforeDeploy>[] = [
  [
    'account',
    'the credentials are of another account',
    ready({ config: { account: '444455556666' } }),
    'bad',
    /are of 111122223333 .* names 444455556666$/,
    /^set AWS_PROFILE/,
  ],
  [
    'bootstrap',
    'the region has none',
    ready({ account: { bootstrapVersion: async () => undefined } }),
    'bad',
    /^eu-west-1 has no bootstrap with the qualifier omf16d05ec$/,
    /^npx onemerge bootstrap$/,
  ],
  [
    'bootstrap',
    'it is too old to read with',
    ready({ account: { bootstrapVersion: async () => 7 } }),
    'bad',
    /^version 7 is too old: 8 or newer is needed$/,
    /^npx onemerge bootstrap$/,
  ],
  [
    'stacks',
    'a stack of somebody else has a name',
    ready({ account: { stacks: async () => [stack('fixture-database', { tags: {} }), stack('fixture-x')] } }),
    'bad',
    /^not of this blog: fixture-database \(CREATE_COMPLETE\)$/,
    /^choose another name/,
  ],
  [
    'stacks',
    'a stack is stuck',
    ready({ account: { stacks: async () => [stack('fixture-ghost', { status: 'ROLLBACK_FAILED' })] } }),
    'bad',
    /^cannot be updated: fixture-ghost \(ROLLBACK_FAILED\)$/,
    /describe-stack-events --region eu-west-1 --stack-name fixture-ghost$/,
  ],
  [
    'stacks',
    'an attempt failed half-way',
    ready({ account: { stacks: async () => [stack('fixture-network')] } }),
    'warning',
    /^an earlier attempt left fixture-network/,
    /^npx cdk deploy --all$/,
  ],
  [
    'stacks',
    'the blog stands already',
    ready({ account: { stacks: async () => [...ready().templates.keys()].map((name) => stack(name)) } }),
    'warning',
    /^all stand/,
    /^npx onemerge doctor --after-deploy$/,
  ],
  [
    'names',
    'a cluster of somebody else has the name',
    ready({ account: { names: async (type) => (type === 'AWS::EKS::Cluster' ? ['other', 'fixture'] : []) } }),
    'bad',
    /^taken already: EKS::Cluster fixture$/,
    /choose another name/,
  ],
  [
    'names',
    'an earlier blog left policies at the edge',
    ready({ account: { names: async () => ['fixture-ghost-eu-west-1-Pages'] } }),
    'bad',
    /^taken already: CloudFront::CachePolicy fixture-ghost-eu-west-1-Pages$/,
    /^delete what is left/,
  ],
  [
    'zones',
    'EKS refuses one of them',
    ready({
      config: { region: 'us-east-1', availabilityZones: ['us-east-1a', 'us-east-1b'] },
      account: {
        zones: async () => [
          { name: 'us-east-1a', id: 'use1-az3' },
          { name: 'us-east-1b', id: 'use1-az1' },
          { name: 'us-east-1c', id: 'use1-az2' },
        ],
        databaseZones: async () => ['us-east-1a', 'us-east-1b', 'us-east-1c'],
      },
    }),
    'bad',
    /refuses us-east-1a \(use1-az3\)$/,
    /availabilityZones: \['us-east-1b', 'us-east-1c'\],$/,
  ],
  ...(
    [
      ['ap-northeast-2', 'apne2-az1'],
      ['ap-northeast-1', 'apne1-az3'],
      ['us-west-1', 'usw1-az2'],
    ] as const
  ).map(
    ([region, refused]): Wrong<BeforeDeploy> => [
      'zones',
      `a VPC origin refuses one of ${region}, whichever name the account has for it`,
      ready({
        config: { region, availabilityZones: [`${region}a`, `${region}c`] },
        account: {
          zones: async () => [
            { name: `${region}a`, id: 'another-az' },
            { name: `${region}b`, id: 'one-more-az' },
            { name: `${region}c`, id: refused },
          ],
          databaseZones: async () => [`${region}a`, `${region}b`, `${region}c`],
        },
      }),
      'bad',
      new RegExp(`refuses ${region}c \\(${refused}\\)$`),
      new RegExp(`availabilityZones: \\['${region}a', '${region}b'\\],$`),
    ],
  ),
  [
    'zones',
    'the account has no such zone',
    ready({ config: { availabilityZones: ['eu-west-1a', 'eu-west-1f'] } }),
    'bad',
    /has no open zone eu-west-1f$/,
    /availabilityZones: \['eu-west-1a', 'eu-west-1b', 'eu-west-1c'\],$/,
  ],
  [
    'zones',
    'the region has two only and the config names none',
    ready({
      account: {
        zones: async () => [
          { name: 'eu-west-1a', id: 'x1' },
          { name: 'eu-west-1b', id: 'x2' },
        ],
      },
    }),
    'bad',
    /has 2 zones, and 3 are used/,
    /availabilityZones: \['eu-west-1a', 'eu-west-1b'\],$/,
  ],
  [
    'zones',
    'RDS offers the size in none of those that are named',
    ready({
      config: { availabilityZones: ['eu-west-1a', 'eu-west-1b'] },
      account: { databaseZones: async () => ['eu-west-1c'] },
    }),
    'bad',
    /^RDS offers db\.t4g\.small with mysql 8\.4 in 0 of eu-west-1a, eu-west-1b$/,
    /availabilityZones: \['eu-west-1a', 'eu-west-1b', 'eu-west-1c'\],$/,
  ],
  [
    'zones',
    'RDS offers the size in one zone and a standby needs two',
    ready({ config: { availability: 'high' }, account: { databaseZones: async () => ['eu-west-1c'] } }),
    'bad',
    /in 1 zones of eu-west-1$/,
    /database\.size/,
  ],
  [
    'quotas',
    'no address is left',
    ready({ account: { addresses: async () => 5 } }),
    'bad',
    /^addresses: 5 of 5 are used, and 1 more needed$/,
    /eu-west-1\.console\.aws\.amazon\.com\/servicequotas\/home\/services\/ec2\/quotas$/,
  ],
  [
    'quotas',
    'the account has as many VPCs as it may, by a quota that Service Quotas does not tell',
    ready({ account: { vpcs: async () => 5, quota: async () => undefined } }),
    'bad',
    /^VPCs: 5 of 5 are used/,
    /services\/vpc\/quotas$/,
  ],
  [
    'quotas',
    'NAT gateways may be too many in one zone',
    ready({ account: { natGateways: async () => 5 } }),
    'warning',
    /^NAT gateways in a zone: 5 of 5 .* unless they are in other zones$/,
    /services\/vpc\/quotas$/,
  ],
  [
    'quotas',
    'the account has as many VPC origins as AWS gives',
    ready({
      account: {
        names: async (type) =>
          type === 'AWS::CloudFront::VpcOrigin' ? Array.from({ length: 24 }, (_, at) => `origin-${at}`) : [],
      },
    }),
    'bad',
    /^VPC origins: 24 of 25 are used, and 2 more needed$/,
    /services\/cloudfront\/quotas$/,
  ],
  [
    'quotas',
    'a new account may run one vCPU',
    ready({ account: { quota: async ({ code }) => (code === 'L-1216C47A' ? 1 : 5) } }),
    'bad',
    /^vCPUs of ordinary instances: the account may run 1, and 4 are needed$/,
    /services\/ec2\/quotas$/,
  ],
  [
    'quotas',
    'a new account may run one node, and no second one while it is replaced',
    ready({ account: { quota: async ({ code }) => (code === 'L-1216C47A' ? 2 : 5) } }),
    'warning',
    /may run 2, and 4 are needed$/,
    /services\/ec2\/quotas$/,
  ],
  [
    'quotas',
    'a new account may run no build',
    ready({ account: { quota: async ({ service }) => (service === 'codebuild' ? 0 : 5) } }),
    'bad',
    /^builds on small ARM machines: the account may run 0, and 1 are needed$/,
    /services\/codebuild\/quotas$/,
  ],
  [
    'quotas',
    'other blogs have taken the cache policies; what is worse is said first',
    ready({
      account: {
        natGateways: async () => 5,
        names: async (type) =>
          type === 'AWS::CloudFront::CachePolicy' ? Array.from({ length: 19 }, (_, at) => `policy-${at}`) : [],
      },
    }),
    'bad',
    /^cache policies: 19 of 20 are used, and 2 more needed$/,
    /services\/cloudfront\/quotas$/,
  ],
  [
    'region',
    'the account has not enabled it',
    ready({ account: { regionStatus: async () => 'not-opted-in' } }),
    'bad',
    /^eu-west-1 is not enabled for the account$/,
    /^enable it/,
  ],
  [
    'region',
    'the account does not know it',
    ready({ account: { regionStatus: async () => undefined } }),
    'bad',
    /^the account knows no region eu-west-1$/,
    /onemerge\.config\.ts/,
  ],
  [
    'region',
    'the config has a reason for one that is not on the list',
    ready({
      config: {
        region: { name: 'ap-southeast-4', reason: 'the console offers it today' },
        availabilityZones: ['ap-southeast-4a', 'ap-southeast-4b'],
      },
    }),
    'warning',
    /^ap-southeast-4 \(opt-in-not-required\) is not known to read GitHub/,
    /^look it up/,
  ],
  [
    'stacks',
    'somebody deploys at this moment',
    ready({ account: { stacks: async () => [stack('fixture-cluster', { status: 'CREATE_IN_PROGRESS' })] } }),
    'bad',
    /^somebody is at work: fixture-cluster \(CREATE_IN_PROGRESS\)$/,
    /^wait/,
  ],
  [
    'kubernetes',
    'EKS does not have the version',
    ready({ account: { kubernetesVersion: async () => undefined } }),
    'bad',
    /^EKS has no Kubernetes 1\.\d+$/,
    /KUBERNETES_VERSION/,
  ],
  [
    'kubernetes',
    'the version costs six times as much',
    ready({
      account: { kubernetesVersion: async () => ({ status: 'EXTENDED_SUPPORT', endOfStandardSupport: undefined }) },
    }),
    'bad',
    /in EXTENDED_SUPPORT$/,
    /in standard support$/,
  ],
  [
    'kubernetes',
    'standard support is about to end',
    ready({
      account: {
        kubernetesVersion: async () => ({ status: 'STANDARD_SUPPORT', endOfStandardSupport: new Date('2020-01-02') }),
      },
    }),
    'warning',
    /until 2020-01-02$/,
    /KUBERNETES_VERSION/,
  ],
  [
    'kubernetes',
    'the add-on is not there yet for the version',
    ready({ account: { addonVersions: async () => [] } }),
    'bad',
    /^EKS has no add-on aws-efs-csi-driver for Kubernetes/,
    /version of the add-on/,
  ],
  [
    'images',
    'a chart was never published',
    ready({ registry: { platforms: async () => undefined } }),
    'bad',
    /^cannot be pulled: ghcr\.io\/charts\/web:1\.2\.3 \(gitops\/web\.yaml\)$/,
    /in the file that is named$/,
  ],
  [
    'images',
    'an image is made for other machines',
    ready({ registry: { platforms: async () => ['linux/arm64'] } }),
    'bad',
    /is not made for linux\/amd64$/,
    /in the file that is named$/,
  ],
  [
    'images',
    'the registry cannot be reached',
    ready({
      registry: {
        platforms: async () => {
          throw new CommandError('the registry ghcr.io cannot be reached', { help: 'check the network' });
        },
      },
    }),
    'unknown',
    /^1 of 1: the registry ghcr\.io cannot be reached$/,
    /^check the network$/,
  ],
  [
    'mail',
    'the secret of the mail service is not there',
    ready({
      config: {
        blog: {
          ownerEmail: 'o@blog.internal',
          mailSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:mail-AbCdEf',
        },
      },
      account: { secretExists: async () => false },
    }),
    'bad',
    /^there is no secret arn:aws:secretsmanager:/,
    /mailSecretArn/,
  ],
  [
    'mail',
    'the addresses are those that the config came with',
    ready({ config: { alarmEmail: 'alarms@example.com', blog: { ownerEmail: 'owner@mail.example.org' } } }),
    'warning',
    /^alarmEmail is alarms@example\.com, blog\.ownerEmail is owner@mail\.example\.org: a domain that nobody owns$/,
    /an address that you read/,
  ],
  [
    'signers',
    'every key has expired',
    ready({ config: { repository: { owner: 'octo-org', name: 'blog', signedBy: [EXPIRED] } } }),
    'bad',
    new RegExp(`^every key has expired, .*: ${FINGERPRINTS.expired} \\(until 2020-12-31\\)$`),
    /^merge the key that follows it while the old one signs/,
  ],
  [
    'signers',
    'a key has expired, and another has not',
    ready({ config: { repository: { owner: 'octo-org', name: 'blog', signedBy: [PERSON, EXPIRED] } } }),
    'warning',
    /^a key has expired, or will within 30 days: .* \(never expires\), .*\(until 2020-12-31\)$/,
    /take the old one out/,
  ],
  [
    'chat',
    'the secret with the address of its webhook is not there',
    ready({
      config: {
        chat: {
          format: 'slack',
          webhookSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:chat-AbCdEf',
        },
      },
      account: { secretExists: async () => false },
    }),
    'bad',
    /^there is no secret arn:aws:secretsmanager:.*: no merge would be told of$/,
    /leave chat out/,
  ],
  [
    'cloudfront',
    'the account has never had a distribution',
    ready({ account: { distributions: async () => 0 } }),
    'warning',
    /no call tells$/,
    /support case/,
  ],
  [
    'repository',
    'the public cannot see it',
    ready({ branches: undefined }),
    'bad',
    /^octo-org\/blog is private, or does not exist/,
    /github\.com\/octo-org\/blog\/settings/,
  ],
  [
    'repository',
    'the App of the config does not see it',
    ready({ branches: undefined, config: { repository: PRIVATE } }),
    'bad',
    /^the App 1234567 does not see octo-org\/blog$/,
    /settings\/installations\/7654321/,
  ],
  [
    'repository',
    'it was renamed',
    ready({ movedTo: 'octo-org/journal' }),
    'bad',
    /^octo-org\/blog is now octo-org\/journal$/,
    /^correct repository/,
  ],
  [
    'repository',
    'the branch is not there',
    ready({ branches: { master: OTHER } }),
    'bad',
    /has no branch main; it has master$/,
    /^git push origin HEAD:main/,
  ],
  [
    'commit',
    'files are not committed',
    ready({ clone: { changes: async () => ['onemerge.config.ts'] } }),
    'bad',
    /^not committed: onemerge\.config\.ts$/,
    /^git commit/,
  ],
  [
    'commit',
    'it was not pushed',
    ready({ branches: { main: OTHER }, clone: { ancestryOf: async () => 'older' } }),
    'bad',
    /^main of octo-org\/blog is at 2222222 and does not have 1111111 yet$/,
    /^git push origin HEAD:main$/,
  ],
  [
    'commit',
    'the branch went on',
    ready({ branches: { main: OTHER }, clone: { ancestryOf: async () => 'newer' } }),
    'warning',
    /newer than 1111111$/,
    /^git pull/,
  ],
  [
    'commit',
    'both went on',
    ready({ branches: { main: OTHER }, clone: { ancestryOf: async () => 'apart' } }),
    'bad',
    /no part of it$/,
    /^git pull --rebase/,
  ],
  [
    'commit',
    'the branch is at a commit that was not fetched',
    ready({ branches: { main: OTHER }, clone: { ancestryOf: async () => 'not here' } }),
    'bad',
    /which this clone does not have$/,
    /^git pull/,
  ],
  [
    'commit',
    'the branch cannot be read',
    ready({ branches: undefined }),
    'unknown',
    /cannot be read$/,
    /line repository/,
  ],
  ['lock', 'it names other infrastructure', ready(), 'bad', /is stale/, /^npx onemerge lock/],
];

describe('a check before the first deployment says what is wrong, and what helps', () => {
  isTold(BEFORE_DEPLOY, WRONG);

  test('and each of them was seen red or yellow', () => {
    const seen = new Set(WRONG.map(([id]) => id));
    const unseen = BEFORE_DEPLOY.filter(({ id }) => !seen.has(id)).map(({ id }) => id);
    assert.deepEqual(unseen, [], 'Add a line to WRONG.');
  });
});

test('the quotas are not counted twice when an earlier attempt used them', async () => {
  const again = ready({ account: { stacks: async () => [stack('fixture-network')], addresses: async () => 5 } });
  assert.equal((await check('quotas').find(again)).state, 'good');
});

test('a stack of somebody else under our name hides neither a full quota nor a taken name', async () => {
  const foreign = [stack('fixture-cluster', { tags: {} })];
  const account = { stacks: async () => foreign, addresses: async () => 5, names: async () => ['fixture'] };
  assert.equal((await check('quotas').find(ready({ account }))).state, 'bad');
  assert.equal((await check('names').find(ready({ account }))).state, 'bad');
});

test('an earlier attempt keeps its own names, and what it did not reach is still asked for', async () => {
  const account = {
    stacks: async () => [stack('fixture-cluster')],
    names: async (type: string) => (type === 'AWS::EKS::Cluster' ? ['fixture'] : ['fixture-github']),
  };
  assert.equal(
    (await check('names').find(ready({ account }))).text,
    'taken already: CodeConnections::Connection fixture-github',
  );
});

const namesPulled = (changes: Partial<ConfigInput>) =>
  everythingPulled(parseConfig(configInput(changes))).map(({ reference }) => reference.replace(/:[^:]+$/, ''));

test('what a config leaves out is not asked for, because nothing pulls it', () => {
  const collector = /opentelemetry-collector/;
  assert.ok(!namesPulled({}).some((name) => collector.test(name)));
  assert.ok(namesPulled({ logs: { keepDays: 30 } }).some((name) => collector.test(name)));
});

test('everything that the deployment pulls is asked for: the tree, its charts, the operator and the controllers', () => {
  const pulled = namesPulled({});
  for (const name of [
    'public.ecr.aws/docker/library/ghost',
    'ghcr.io/external-secrets/charts/external-secrets',
    'ghcr.io/controlplaneio-fluxcd/charts/flux-operator',
    'ghcr.io/fluxcd/source-controller',
  ]) {
    assert.ok(pulled.includes(name), `${name} is not among ${pulled.join(', ')}`);
  }
});
