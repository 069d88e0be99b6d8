import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { explainAnswer, mayPass } from '../../../cli/connect/answers.ts';
import { openAws } from '../../../cli/connect/aws.ts';
import { GitHubRepository } from '../../../cli/connect/github.ts';
import { apiBaseUrl, findToken } from '../../../cli/connect/github-token.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';
import { openScene, REGION, type Scene } from './scene.ts';

/** The whole message of the CommandError that something ends with. */
async function reportOf(work: () => Promise<unknown> | unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CommandError) return error.report();
    throw error;
  }
  throw new assert.AssertionError({ message: 'nothing was thrown' });
}

describe('connect, refused by AWS', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.close());

  test('without credentials says how to sign in', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    const report = await reportOf(() => scene.run({ aws: openAws(REGION) }));
    assert.match(report, /^No AWS credentials: /);
    assert.match(report, /help: aws sso login, or export AWS_PROFILE=/);
  });

  const refusals = [
    [
      'ExpiredTokenException',
      /^The AWS credentials have expired: because\n.*\n {2}help: .*AWS_SESSION_TOKEN: export new ones/,
    ],
    ['UnrecognizedClientException', /^AWS does not accept the credentials: because\n/],
    ['AccessDenied', /^AWS does not allow it: because\n.*in eu-west-1\n {2}help: use the credentials that deployed/],
    [
      'SignatureDoesNotMatch',
      /^AWS does not accept the credentials: because\n.*\n {2}help: correct AWS_ACCESS_KEY_ID and/,
    ],
    ['OptInRequired', /^The account does not use this region: because\n/],
    ['SomethingElse', /^AWS answered SomethingElse: because\n/],
  ] as const;
  for (const [code, message] of refusals) {
    test(`with ${code} says what that means`, async () => {
      scene.aws.refusal = { code, message: 'because' };
      assert.match(await reportOf(() => scene.run()), message);
    });
  }

  test('that cannot be reached names what to check', async () => {
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
    const report = await reportOf(() => scene.run({ aws: openAws(REGION) }));
    assert.match(report, /^AWS cannot be reached: .*\n.*\n {2}help: .*AWS_ENDPOINT_URL/);
  });

  test('because a stack is not there names the stack and the command', async () => {
    delete scene.aws.stacks['fixture-pipeline'];
    assert.match(
      await reportOf(() => scene.run()),
      /^The stack fixture-pipeline is not deployed in eu-west-1\n {2}help: npx cdk deploy --all/,
    );
  });

  test('because a stack has no outputs names the output and the state', async () => {
    scene.aws.stacks['fixture-ghost'] = {};
    assert.match(
      await reportOf(() => scene.run()),
      /^The stack fixture-ghost has no output BlogUrl; its state is CREATE_/,
    );
  });

  for (const secret of ['not JSON', '{"password":"x"}', '{"token":""}']) {
    test(`because the secret is ${secret} says what belongs there`, async () => {
      scene.aws.secret = secret;
      const report = await reportOf(() => scene.run());
      assert.match(report, /^The secret of the webhook is not JSON with the key "token"\n {2}see: {2}arn:aws:/);
      assert.match(report, /put-secret-value/);
    });
  }

  test('because the connection is gone points at the config', async () => {
    scene.aws.connection = ['gone'];
    assert.match(await reportOf(() => scene.run()), /^The connection to GitHub does not exist any more\n/);
  });
});

describe('connect, refused by GitHub', () => {
  const answering = (status: number, headers: Record<string, string> = {}, body: object = { message: 'because' }) =>
    repository(async () => new Response(JSON.stringify(body), { status, headers: { ...headers, ...JSON_TYPE } }));
  const JSON_TYPE = { 'content-type': 'application/json' };
  const repository = (fetch: typeof globalThis.fetch) =>
    new GitHubRepository({ owner: 'octo-org', name: 'blog', token: 'x', baseUrl: 'https://api.github.com', fetch });

  test('with a token that it does not know says how to get one', async () => {
    assert.match(
      await reportOf(() => answering(401).isPrivate()),
      /^GitHub does not accept the token: because\n {2}help: gh auth/,
    );
  });

  test('without the repository says that it may be private or misspelt', async () => {
    const report = await reportOf(() => answering(404).isPrivate());
    assert.match(
      report,
      /^GitHub shows no repository octo-org\/blog: it does not exist, or it is private and not for this token\n/,
    );
    assert.match(report, /see: {2}repository in onemerge.config.ts\n {2}help: .*gh auth login --scopes repo/);
  });

  test('with a classic token without admin:repo_hook names its scopes and the command', async () => {
    const scene = await openScene({ scopes: ['gist'] });
    const report = await reportOf(() => scene.run());
    scene.close();
    assert.match(
      report,
      /^The token may not manage the webhooks of octo-org\/blog; its scopes are: gist; GitHub says: Not Found\n/,
    );
    assert.match(report, /help: gh auth refresh --scopes admin:repo_hook/);
  });

  test('with a fine-grained token without the permission names the permission', async () => {
    const report = await reportOf(() => answering(403).webhooks());
    assert.match(report, /^The token may not manage the webhooks of octo-org\/blog; GitHub says: because\n/);
    assert.match(report, /"Webhooks: read and write"/);
  });

  test('because of its rate limit says when that ends', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225600' };
    assert.match(
      await reportOf(() => answering(403, headers).webhooks()),
      /^GitHub answers no more requests of this token until 2026-01-01T00:00:00/,
    );
  });

  test('for any other reason quotes it', async () => {
    assert.match(await reportOf(() => answering(422).deleteWebhook(1)), /^GitHub refuses [^:]+: 422: because/);
  });

  test('that cannot be reached names what to check', async () => {
    const unreachable = repository(() => Promise.reject(new TypeError('fetch failed')));
    assert.match(
      await reportOf(() => unreachable.isPrivate()),
      /^GitHub cannot be reached: fetch failed\n.*GITHUB_API_URL/,
    );
  });

  /** GitHub closes the connection of the first request. Returns how often it was asked. */
  async function asksOfOneThatHangsUp(ask: (repository: GitHubRepository) => Promise<unknown>): Promise<number> {
    let asked = 0;
    const hangingUp = repository(async () => {
      asked += 1;
      if (asked === 1) throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
      return new Response('[]', { headers: { 'content-type': 'application/json; charset=utf-8' } });
    });
    await ask(hangingUp).catch(() => undefined);
    return asked;
  }

  test('over a connection that was closed meanwhile is made once more', async () => {
    assert.equal(await asksOfOneThatHangsUp((github) => github.webhooks()), 2);
  });

  test('over such a connection is not repeated when it creates something', async () => {
    assert.equal(await asksOfOneThatHangsUp((github) => github.pingWebhook(1)), 1);
  });
});

describe('the token for GitHub', () => {
  test('is GITHUB_TOKEN when that is set', async () => {
    assert.equal(await findToken({ GITHUB_TOKEN: 'mine', PATH: '' }, 'https://api.github.com'), 'mine');
  });

  test('that is nowhere names both ways to give one', async () => {
    const report = await reportOf(() => findToken({ PATH: '/nowhere' }, 'https://api.github.com'));
    assert.match(report, /^No token for github\.com: GITHUB_TOKEN is not set, and gh has none\n/);
    assert.match(
      report,
      /help: gh auth login --hostname github\.com --scopes admin:repo_hook, or export GITHUB_TOKEN=/,
    );
  });

  test('goes to https addresses only', async () => {
    assert.equal(apiBaseUrl({}), 'https://api.github.com');
    assert.equal(
      apiBaseUrl({ GITHUB_API_URL: 'https://github.example.com/api/v3/' }),
      'https://github.example.com/api/v3',
    );
    for (const url of ['http://api.github.com', 'api.github.com']) {
      assert.match(
        await reportOf(() => apiBaseUrl({ GITHUB_API_URL: url })),
        /^GITHUB_API_URL is ".*", which is no https/,
      );
    }
  });
});

describe('a GITHUB_TOKEN that can be none', () => {
  const cases: [token: string, fault: RegExp][] = [
    ['ghp_b\nad', /^GITHUB_TOKEN holds a line break\n/],
    ['ghp_b\r\nad', /^GITHUB_TOKEN holds a line break\n/],
    ['ghp_b ad', /^GITHUB_TOKEN holds white space\n/],
    ['ghp_b\u200bad', /^GITHUB_TOKEN holds a character that no token has\n/],
    ['ghp_b\u0000ad', /^GITHUB_TOKEN holds a character that no token has\n/],
    [' \n', /^GITHUB_TOKEN holds nothing but white space\n/],
  ];
  for (const [token, fault] of cases) {
    test(`is told by what is wrong with it, and not shown: ${JSON.stringify(token)}`, async () => {
      const report = await reportOf(() => findToken({ GITHUB_TOKEN: token }, 'https://api.github.com'));
      assert.match(report, fault);
      assert.match(report, /help: export GITHUB_TOKEN=<.*>, on one line$/);
      assert.doesNotMatch(report, /ghp_b/);
    });
  }

  test('but for the end of the line that it was read with', async () => {
    assert.equal(await findToken({ GITHUB_TOKEN: 'ghp_good\n' }, 'https://api.github.com'), 'ghp_good');
  });
});

describe('a ping that was not answered 200', () => {
  const delivery = (status_code: number, status = `Invalid HTTP Response: ${status_code}`) => ({
    guid: 'g',
    event: 'ping',
    status_code,
    status,
    delivered_at: new Date(0),
    duration: 0.1,
  });
  const cases = [
    [delivery(400), /Flux refuses the signature/, false],
    [delivery(403), /something in front of Flux refuses GitHub/, false],
    [delivery(301), /somebody else than Flux answers/, false],
    [delivery(404), /no Receiver listens at this path/, true],
    [delivery(500), /could not ask for a reconciliation/, true],
    [delivery(502), /CloudFront gets no answer/, true],
    [delivery(503), /not ready/, true],
    [delivery(504), /no healthy pod/, true],
    [delivery(521), /CloudFront gets no answer/, true],
    [delivery(502, 'failed to connect'), /GitHub reached nobody/, true],
    [delivery(504, 'timed out'), /GitHub reached nobody/, true],
  ] as const;
  for (const [answer, cause, passes] of cases) {
    test(`but ${answer.status_code} (${answer.status}) has a cause, a command, and is waited for: ${passes}`, () => {
      const report = explainAnswer(answer, 'https://blog.example.com/hook/1').report();
      assert.match(report, cause);
      assert.match(report, /\n {2}see: {2}https:\/\/blog\.example\.com\/hook\/1\n {2}help: (kubectl|aws) /);
      assert.equal(mayPass(answer), passes);
    });
  }
});
