import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readStanding } from '../../../cli/standing/standing.ts';
import { FAKE_ACCOUNT, startFakeAws } from '../verify/fakes/aws.ts';
import { type Answer, FakeServer } from '../verify/fakes/http.ts';

const CONFIG = { name: 'blog', region: 'eu-west-1', account: FAKE_ACCOUNT };

/** Every stack of the account, by name: its status, and the app that it is tagged with. */
const STACKS: Record<string, readonly [status: string, app: string]> = {
  'blog-updated': ['UPDATE_COMPLETE', 'blog'],
  'blog-created': ['CREATE_COMPLETE', 'blog'],
  'blog-updating': ['UPDATE_IN_PROGRESS', 'blog'],
  'blog-rolled-back-to-before': ['UPDATE_ROLLBACK_COMPLETE', 'blog'],
  'blog-stuck': ['UPDATE_ROLLBACK_FAILED', 'blog'],
  'blog-imported': ['IMPORT_COMPLETE', 'blog'],
  'blog-creating': ['CREATE_IN_PROGRESS', 'blog'],
  'blog-failed': ['CREATE_FAILED', 'blog'],
  'blog-never-complete': ['ROLLBACK_COMPLETE', 'blog'],
  'blog-never-removed': ['ROLLBACK_FAILED', 'blog'],
  'blog-reviewed': ['REVIEW_IN_PROGRESS', 'blog'],
  'blog-going': ['DELETE_FAILED', 'blog'],
  'blog-gone': ['DELETE_COMPLETE', 'blog'],
  'blog-like-another': ['CREATE_COMPLETE', 'another'],
};

const page = (names: readonly string[], next?: string): Answer => {
  const members = names.map((name) => {
    const [status, app] = STACKS[name] ?? ['', ''];
    const tags = `<Tags><member><Key>onemerge:name</Key><Value>${app}</Value></member></Tags>`;
    return `<member><StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>${tags}</member>`;
  });
  const token = next === undefined ? '' : `<NextToken>${next}</NextToken>`;
  return {
    type: 'text/xml',
    body: `<DescribeStacksResponse><DescribeStacksResult><Stacks>${members.join('')}</Stacks>${token}</DescribeStacksResult></DescribeStacksResponse>`,
  };
};

describe('npx onemerge standing', () => {
  let identity: FakeServer;
  let stacks: FakeServer;

  before(async () => {
    ({ server: identity } = await startFakeAws());
    const names = Object.keys(STACKS);
    stacks = await FakeServer.start(({ body }) =>
      body.includes('NextToken=rest') ? page(names.slice(3)) : page(names.slice(0, 3), 'rest'),
    );
  });
  after(() => {
    delete process.env.AWS_ENDPOINT_URL_CLOUDFORMATION;
    identity.stop();
    stacks.stop();
  });

  test('names the stacks of this app whose creation has succeeded, on every page, and no others', async () => {
    process.env.AWS_ENDPOINT_URL_CLOUDFORMATION = stacks.url;
    assert.deepEqual(await readStanding(CONFIG), [
      'blog-created',
      'blog-imported',
      'blog-rolled-back-to-before',
      'blog-stuck',
      'blog-updated',
      'blog-updating',
    ]);
  });

  test('looks for the stack of a certificate in its own region, and for nothing else there', async () => {
    const everywhere = ['blog-certificate', 'blog-ghost'];
    STACKS['blog-certificate'] = ['CREATE_COMPLETE', 'blog'];
    STACKS['blog-ghost'] = ['CREATE_COMPLETE', 'blog'];
    const asked: string[] = [];
    const regions = await FakeServer.start(({ headers }) => {
      asked.push(/\/([a-z0-9-]+)\/cloudformation/.exec(String(headers.authorization))?.[1] ?? '');
      return page(everywhere);
    });
    process.env.AWS_ENDPOINT_URL_CLOUDFORMATION = regions.url;
    const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
    const blog = { domain: { name: 'example.com', redirectFrom: [], hostedZone } };
    assert.deepEqual(await readStanding({ ...CONFIG, blog }), everywhere);
    regions.stop();
    assert.deepEqual(asked, ['eu-west-1', 'us-east-1']);
  });

  test('does not take an account that cannot be read for one without stacks', async () => {
    await assert.rejects(readStanding({ ...CONFIG, account: '999900001111' }), {
      name: 'CommandError',
      message:
        /^Which stacks stand is not known: you are signed in to account 111122223333, and the config names 999900001111$/,
      exitCode: 2,
    });
  });
});
