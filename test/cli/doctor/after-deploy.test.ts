import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AFTER_DEPLOY, type AfterDeploy } from '../../../cli/doctor/after/after-deploy.ts';
import { examine } from '../../../cli/doctor/examine.ts';
import { BREAKS_SLOWLY, NO_FAULT } from './breaks-slowly.ts';
import {
  answer,
  DATABASE,
  deployedStacks,
  EXECUTION,
  github,
  inDays,
  manualApproval,
  PREFIX_LIST,
  standing,
} from './standing.ts';
import { checkOf, isTold, type Wrong } from './wrong.ts';

const check = (id: string) => checkOf(AFTER_DEPLOY, id);

describe('a check after the deployment is good when everything stands', () => {
  for (const { id, find } of AFTER_DEPLOY) {
    test(id, async () => {
      const { state, text } = await find(standing());
      assert.equal(state, 'good', text);
    });
  }
});

test('a check after the deployment is good when every name of a domain leads to the blog', async () => {
  const { state, text } = await check('domain').find(named(redirecting));
  assert.deepEqual([state, text], ['good', 'blog.example.com, www.example.com lead to it']);
});

const OFF = { protection: { off: 'moving to another account' } } as const;
const execution = (status: string) => ({ ...EXECUTION, id: 'e', status });

/** An environment in which a person has not approved the latest execution. */
function unapproved(state: 'awaited' | 'refused'): AfterDeploy {
  const status = state === 'awaited' ? 'InProgress' : 'Failed';
  const latest = { ...execution(status), approval: manualApproval(state) };
  const it = standing({ account: { executions: async () => [latest] } });
  const environment = { name: 'production', after: 'staging', approval: { timeoutMinutes: 60 }, all: {} };
  return { ...it, config: { ...it.config, environment } };
}

const NAMES = {
  name: 'blog.example.com',
  redirectFrom: ['www.example.com'],
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
};

/** A blog with names of its own, of which one does not lead to it. */
function named(visit: AfterDeploy['visit'], hostedZone?: { id: string; name: string }, end = inDays(200)): AfterDeploy {
  const outputs = {
    BlogUrl: 'https://blog.example.com',
    DnsRecords: 'blog.example.com CNAME d111111abcdef8.cloudfront.net',
  };
  const certificateEnd = async () => end;
  const it = standing({ visit, certificateEnd, account: { stacks: async () => deployedStacks({ outputs }) } });
  const domain = { ...NAMES, ...(hostedZone ? { hostedZone } : {}) };
  return { ...it, config: { ...it.config, blog: { ...it.config.blog, domain } } };
}

/** Subnets of which one has so many free addresses. */
const withFree = (free: number): AfterDeploy =>
  standing({ account: { freeAddresses: async (ids) => ids.map((id, at) => ({ id, free: at === 1 ? free : 240 })) } });

/** A load balancer with the second group that services bring. */
function withSecondGroup(it: AfterDeploy): AfterDeploy {
  const templates = new Map(structuredClone([...it.templates]));
  const { Resources } = templates.get('fixture-ghost') ?? { Resources: {} };
  for (const { Type, Properties = {} } of Object.values(Resources)) {
    if (Type !== 'AWS::ElasticLoadBalancingV2::LoadBalancer') continue;
    (Properties.SecurityGroups as unknown[]).push({ 'Fn::GetAtt': ['Second', 'GroupId'] });
  }
  Object.assign(Resources, { Second: { Type: 'AWS::EC2::SecurityGroup' } });
  const physicalIds = async () => new Map(Object.keys(Resources).map((id) => [id, `physical/${id}`]));
  return { ...it, templates, account: { ...it.account, physicalIds } };
}

const redirecting = async (url: string) =>
  url.includes('www') ? answer(308, { location: 'https://blog.example.com/' }) : answer(200);

const unreachable = async () => {
  throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND blog.example.com') });
};

const WRONG: readonly Wrong<AfterDeploy>[] = [
  [
    'stacks',
    'one is not there',
    standing({ account: { stacks: async () => deployedStacks().slice(0, -1) } }),
    'bad',
    /^fixture-pipeline is not deployed$/,
    /^npx cdk deploy --all$/,
  ],
  [
    'stacks',
    'their last update failed',
    standing({ account: { stacks: async () => deployedStacks({ status: 'UPDATE_ROLLBACK_COMPLETE' }) } }),
    'warning',
    /fixture-ghost is UPDATE_ROLLBACK_COMPLETE.* it is as before$/,
    /^npx cdk diff$/,
  ],
  [
    'stacks',
    'they cannot be rolled back',
    standing({ account: { stacks: async () => deployedStacks({ status: 'UPDATE_ROLLBACK_FAILED' }) } }),
    'bad',
    /fixture-ghost is UPDATE_ROLLBACK_FAILED/,
    /describe-stack-events --region eu-west-1 --stack-name fixture-network$/,
  ],
  [
    'prefix-list',
    'AWS has no such list in the region',
    standing({ account: { prefixLists: async () => [] } }),
    'bad',
    /^0 prefix lists are named com\.amazonaws/,
    /issue/,
  ],
  [
    'prefix-list',
    'somebody opened the load balancer',
    standing({ account: { ingress: async () => [{ ports: '8080-8081', from: [PREFIX_LIST, '0.0.0.0/0'] }] } }),
    'bad',
    /also lets in 0\.0\.0\.0\/0 \(8080-8081\)$/,
    /^npx cdk diff Ghost/,
  ],
  [
    'prefix-list',
    'somebody opened the group of the services',
    withSecondGroup(
      standing({
        account: {
          ingress: async (group) => [
            { ports: '8082-8999', from: [PREFIX_LIST, ...(/Second/.test(group) ? ['::/0'] : [])] },
          ],
        },
      }),
    ),
    'bad',
    /also lets in ::\/0 \(8082-8999\)$/,
    /^npx cdk diff Ghost/,
  ],
  [
    'prefix-list',
    'nobody is let in',
    standing({ account: { ingress: async () => [] } }),
    'bad',
    /lets in nobody$/,
    /^npx cdk deploy Ghost$/,
  ],
  [
    'vpc-origins',
    'they are being deployed',
    standing({ account: { vpcOrigins: async () => [] } }),
    'bad',
    /fixture-ghost-eu-west-1-Ghost-\w+ is not there/,
    /^wait/,
  ],
  [
    'domain',
    'its records are not written',
    named(unreachable),
    'bad',
    /^https:\/\/blog\.example\.com\/ is not reached: getaddrinfo ENOTFOUND.*; https:\/\/www\.example\.com\/ is not/,
    /: blog\.example\.com CNAME d111111abcdef8\.cloudfront\.net$/,
  ],
  [
    'domain',
    'another site has it',
    named(async () => answer(200), { id: 'Z0123', name: 'example.com' }),
    'bad',
    /^https:\/\/www\.example\.com\/ answers 200 and leads to nothing$/,
    /^npx cdk deploy Ghost$/,
  ],
  [
    'domain',
    'CloudFront does not know the name',
    named(async (url) => (url.includes('www') ? redirecting(url) : answer(403)), { id: 'Z0123', name: 'example.com' }),
    'bad',
    /^https:\/\/blog\.example\.com\/ answers 403$/,
    /^npx cdk deploy Ghost$/,
  ],
  [
    'blog',
    'readers are sent round in circles',
    standing({ visit: async (url) => answer(301, { location: url }) }),
    'bad',
    /answers 301 and leads to https:/,
    /issue/,
  ],
  [
    'blog',
    'the load balancer has no pod',
    standing({ visit: async () => answer(504) }),
    'bad',
    /answers 504$/,
    /^kubectl -n ghost describe/,
  ],
  [
    'blog',
    'the edge still shows what it kept, and Ghost is away',
    standing({ visit: async (url) => answer(url.includes('?') ? 504 : 200) }),
    'bad',
    /answers 504$/,
    /^kubectl -n ghost describe/,
  ],
  [
    'blog',
    'browsers are not told to stay with HTTPS',
    standing({ visit: async () => answer(200) }),
    'bad',
    /without strict-transport-security$/,
    /^npx cdk diff Ghost$/,
  ],
  [
    'admin',
    'the edge holds it',
    standing({ visit: async () => answer(200, { 'x-cache': 'Hit from cloudfront' }) }),
    'bad',
    /Hit from cloudfront/,
    /^npx cdk diff Ghost$/,
  ],
  [
    'admin',
    'something else than CloudFront answers',
    standing({ visit: async () => answer(200) }),
    'bad',
    /no x-cache/,
    /^npx cdk diff Ghost$/,
  ],
  [
    'targets',
    'no pod joined',
    standing({ account: { targetStates: async () => [] } }),
    'bad',
    /: none/,
    /^kubectl get targetgroupbindings,pods -A$/,
  ],
  [
    'connection',
    'the handshake waits for a person',
    standing({ account: { connectionStatus: async () => 'PENDING' } }),
    'bad',
    /is PENDING$/,
    /^npx onemerge connect$/,
  ],
  [
    'execution',
    'the pipeline has never run',
    standing({ account: { executions: async () => [] } }),
    'bad',
    /^fixture-pipeline-1 has never run$/,
    /^npx onemerge connect$/,
  ],
  [
    'execution',
    'it failed',
    standing({ account: { executions: async () => [execution('Failed')] } }),
    'bad',
    /e is Failed$/,
    /pipelines\/fixture-pipeline-1\/view$/,
  ],
  [
    'execution',
    'it runs',
    standing({ account: { executions: async () => [execution('InProgress')] } }),
    'warning',
    /e is InProgress$/,
    /^wait/,
  ],
  [
    'execution',
    'it waits for a person',
    unapproved('awaited'),
    'warning',
    /: 3f2a9c8 waits for a person's approval since 2026-/,
    /^npx onemerge promote --to production --commit 3f2a9c8\w+ --approve <words>, or with --refuse <words>$/,
  ],
  [
    'execution',
    'a person has refused it',
    unapproved('refused'),
    'warning',
    /: 3f2a9c8 was refused by arn:aws:iam::111122223333:user\/one at .*: not on a Friday$/,
    /^npx onemerge promote --to production --commit 3f2a9c8\w+$/,
  ],
  [
    'subscription',
    'the mail was not answered',
    standing({ account: { subscriptions: async () => [{ address: 'a@blog.internal', confirmed: false }] } }),
    'bad',
    /^a@blog\.internal has not confirmed$/,
    /spam/,
  ],
  [
    'subscription',
    'another address is subscribed',
    standing({ account: { subscriptions: async () => [{ address: 'b@blog.internal', confirmed: true }] } }),
    'bad',
    /^a@blog\.internal is not subscribed$/,
    /^npx cdk deploy Alarms$/,
  ],
  [
    'database',
    'it can be deleted, and reached from everywhere',
    standing({ account: { database: async () => ({ ...DATABASE, protected: false, public: true }) } }),
    'bad',
    /can be reached from the internet, may be deleted$/,
    /^npx cdk deploy Database Protection$/,
  ],
  [
    'storage',
    'it will soon grow no more',
    standing({ account: { database: async () => ({ ...DATABASE, allocatedGiB: 80 }) } }),
    'warning',
    / has 80 GiB, and grows to 100 by itself$/,
    /^write database: { storageGiB: 80 } in onemerge\.config\.ts/,
  ],
  [
    'storage',
    'it grows no more',
    standing({ account: { database: async () => ({ ...DATABASE, allocatedGiB: 100 }) } }),
    'bad',
    /: no further$/,
    /^write database: { storageGiB: 100 }/,
  ],
  [
    'storage',
    'it is full',
    standing({ account: { database: async () => ({ ...DATABASE, status: 'storage-full' }) } }),
    'bad',
    / is full, at 20 GiB$/,
    /^write database: { storageGiB: 20 }/,
  ],
  [
    'certificate',
    'its renewal has failed for weeks',
    standing({ certificateEnd: async () => inDays(20) }),
    'warning',
    /^the certificate of d111111abcdef8\.cloudfront\.net ends on \d{4}-/,
    /support case/,
  ],
  [
    'certificate',
    'it ends this week',
    named(redirecting, undefined, inDays(6)),
    'bad',
    /^the certificate of blog\.example\.com ends on /,
    /^aws acm list-certificates --region us-east-1/,
  ],
  [
    'certificate',
    'it has ended',
    standing({ certificateEnd: async () => inDays(-1) }),
    'bad',
    / ended on /,
    /support case/,
  ],
  [
    'addresses',
    'a subnet has few',
    withFree(31),
    'warning',
    /in physical\/\w+: 31$/,
    /^aws ec2 describe-network-interfaces .*Values=physical\/\w+$/,
  ],
  [
    'addresses',
    'a subnet has not enough for a node',
    withFree(15),
    'bad',
    /: 15$/,
    /^aws ec2 describe-network-interfaces /,
  ],
  [
    'addresses',
    'somebody removed the subnets',
    standing({ account: { freeAddresses: async () => [] } }),
    'bad',
    /^none of physical\/\w+, .* is there$/,
    /^npx onemerge drift$/,
  ],
  [
    'protection',
    'the pipeline has not run',
    standing({ account: { stacks: async () => deployedStacks({ protected: false }) } }),
    'bad',
    /^may be deleted: fixture-network, /,
    /first execution/,
  ],
  ['protection', 'it is off', standing({ config: OFF }), 'warning', /turns protection off$/, /^protection: 'on'/],
  [
    'stack-policies',
    'a stack has none',
    standing({
      account: { stackPolicy: async (stack) => (stack.endsWith('ghost') ? undefined : '"Deny" Update:Replace') },
    }),
    'bad',
    /the data of fixture-ghost$/,
    /^npx cdk deploy Protection$/,
  ],
  ['stack-policies', 'they are off', standing({ config: OFF }), 'warning', /turns protection off$/, /'on'/],
  ...BREAKS_SLOWLY,
];

describe('a check after the deployment says what is wrong, and what helps', () => {
  isTold(AFTER_DEPLOY, WRONG);

  test('and each of them was seen red', () => {
    const seen = new Set(WRONG.filter(([, , , state]) => state === 'bad').map(([id]) => id));
    const unseen = AFTER_DEPLOY.filter(({ id }) => !seen.has(id)).map(({ id }) => id);
    assert.deepEqual(unseen, [], 'Add a line to WRONG.');
  });
});

describe('a push that has no execution is no fault', () => {
  for (const [when, situation] of Object.entries(NO_FAULT))
    test(`when ${when}`, async () => {
      const { state, text } = await check('pushed').find(situation);
      assert.equal(state, 'good', text);
    });
});

test('a webhook of which GitHub remembers nothing is not taken for a broken one', async () => {
  const { state, text } = await check('webhook').find(standing({ github: github([]) }));
  assert.deepEqual([state, text], ['good', 'GitHub remembers nothing that it has sent to the webhook 7 lately']);
});

describe('where nothing is deployed', () => {
  const foreign = deployedStacks({ tags: { 'onemerge:name': 'other' } });
  for (const [where, stacks] of [
    ['there is no stack', []],
    ['the stacks of that name are of somebody else', foreign],
  ] as const) {
    test(`nothing is good: ${where}`, async () => {
      const examined = await examine(AFTER_DEPLOY, standing({ account: { stacks: async () => stacks } }));
      const states = Object.fromEntries(examined.map(({ id, state }) => [id, state]));
      const expected = Object.fromEntries(AFTER_DEPLOY.map(({ id }) => [id, id === 'stacks' ? 'bad' : 'unknown']));
      assert.deepEqual(states, expected);
    });
  }

  test('what cannot be asked names the stack that it takes', async () => {
    const nothing = standing({ account: { stacks: async () => [] } });
    await assert.rejects(check('blog').find(nothing), { message: 'the stack fixture-ghost is not deployed' });
    assert.equal((await check('stacks').find(nothing)).text, 'no stack of fixture is deployed in eu-west-1');
  });
});

test('a database without protection is as the config wants it when protection is off', async () => {
  const account = { database: async () => ({ ...DATABASE, protected: false }) };
  assert.equal((await check('database').find(standing({ account, config: OFF }))).state, 'good');
});
