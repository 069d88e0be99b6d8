import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { BareRepository, GIT_MISSING } from '../../cluster/git/bare-repository.ts';
import { selfMadeCertificate } from './certificate.ts';
import { FakeGitHub } from './github.ts';
import { ZEROS } from './history.ts';
import { type Listener, startListener } from './listener.ts';

const SECRET = 'token-of-the-webhook';
const certificate = selfMadeCertificate();

/** What Flux does: 400 unless the body is signed with the token. */
const checksSignature = ({ headers, body }: { headers: Record<string, unknown>; body: string }) =>
  headers['x-hub-signature-256'] === `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` ? 200 : 400;

describe('the fake GitHub', { skip: GIT_MISSING }, () => {
  let repository: BareRepository;
  let listener: Listener;
  let github: FakeGitHub;
  before(() => {
    repository = new BareRepository();
  });
  beforeEach(async () => {
    listener = await startListener(certificate, checksSignature);
    github = open({ timeoutMs: 60_000 });
  });
  afterEach(() => listener.close());
  after(() => repository.remove());

  const open = ({ timeoutMs }: { readonly timeoutMs: number }) => {
    const { bare } = repository;
    return new FakeGitHub({
      repository: { owner: 'octo-org', name: 'blog', defaultBranch: 'main', bare, private: false },
      tokens: {},
      ca: certificate.certificate,
      timeoutMs,
    });
  };
  const hook = (events = ['push'], url = `${listener.url}/hook/abc`) =>
    github.hooks.create({ events, config: { url, content_type: 'json', insecure_ssl: '0', secret: SECRET } });
  const pushOne = async () => {
    const earlier = repository.git('rev-parse', 'HEAD');
    const later = repository.commit('Change\n\nin two ways', {
      'README.md': `${earlier}\n`,
      [`${earlier}.txt`]: '',
    });
    repository.git('push', '--quiet', 'origin', 'main');
    return { ref: 'refs/heads/main', before: earlier, after: later };
  };

  test('signs a push with the secret of the hook', async () => {
    hook();
    const [delivery] = await github.push(await pushOne());
    assert.equal(delivery?.answer.statusCode, 200);
    assert.equal(delivery?.answer.status, 'OK');
  });

  test('sends the headers by which GitHub is recognised', async () => {
    const { id } = hook();
    const [delivery] = await github.push(await pushOne());
    const headers = listener.heard[0]?.headers ?? {};
    assert.match(String(headers['user-agent']), /^GitHub-Hookshot\//);
    assert.equal(headers['x-github-event'], 'push');
    assert.equal(headers['x-github-delivery'], delivery?.event.guid);
    assert.equal(headers['x-github-hook-id'], String(id));
    assert.equal(headers['content-type'], 'application/json');
  });

  test('tells a push as GitHub does: ref, both commits, what changed and where', async () => {
    hook();
    const change = await pushOne();
    await github.push(change);
    const body = JSON.parse(listener.heard[0]?.body ?? '');
    assert.deepEqual({ ref: body.ref, before: body.before, after: body.after }, change);
    assert.equal(body.repository.full_name, 'octo-org/blog');
    assert.equal(body.repository.clone_url, 'https://github.com/octo-org/blog.git');
    assert.equal(body.head_commit.id, change.after);
    assert.equal(body.head_commit.message, 'Change\n\nin two ways');
    assert.deepEqual(body.head_commit.author, { name: 'Octo', email: 'octo@example.com' });
    assert.deepEqual(body.head_commit.modified, ['README.md']);
    assert.deepEqual(body.head_commit.added, [`${change.before}.txt`]);
    assert.equal(body.commits.length, 1);
    assert.deepEqual([body.created, body.deleted, body.forced], [false, false, false]);
  });

  test('tells created and deleted branches by zeros', async () => {
    hook();
    const head = repository.git('rev-parse', 'HEAD');
    await github.push({ ref: 'refs/heads/topic', before: ZEROS, after: head });
    await github.push({ ref: 'refs/heads/topic', before: head, after: ZEROS });
    const [created, deleted] = listener.heard.map(({ body }) => JSON.parse(body));
    assert.deepEqual([created.created, created.head_commit.id], [true, head]);
    assert.deepEqual([deleted.deleted, deleted.head_commit, deleted.commits], [true, null, []]);
  });

  test('says when a push threw commits away', async () => {
    hook();
    const { before: earlier, after: later } = await pushOne();
    await github.push({ ref: 'refs/heads/main', before: later, after: earlier });
    assert.equal(JSON.parse(listener.heard[0]?.body ?? '').forced, true);
  });

  test('sends pushes to active hooks that want them, and to no other', async () => {
    const inactive = hook(['push'], `${listener.url}/hook/inactive`);
    github.hooks.update(inactive.id, { active: false });
    hook(['issues'], `${listener.url}/hook/issues`);
    hook(['*'], `${listener.url}/hook/everything`);
    await github.push(await pushOne());
    assert.deepEqual(
      listener.heard.map(({ path }) => path),
      ['/hook/everything'],
    );
  });

  test('signs with another secret, or not at all, when a fault asks for it', async () => {
    hook();
    const change = await pushOne();
    github.signing = 'wrong';
    const [wrong] = await github.push(change);
    github.signing = 'missing';
    const [missing] = await github.push(change);
    assert.deepEqual([wrong?.answer.statusCode, missing?.answer.statusCode], [400, 400]);
    assert.equal(listener.heard[1]?.headers['x-hub-signature-256'], undefined);
    assert.notEqual(listener.heard[0]?.headers['x-hub-signature-256'], undefined);
  });

  test('sends an old event again under its own guid', async () => {
    hook();
    const [first] = await github.push(await pushOne());
    const again = await github.redeliver(first?.id ?? 0);
    assert.equal(again?.event.guid, first?.event.guid);
    assert.equal(again?.redelivery, true);
    assert.equal(listener.heard[0]?.body, listener.heard[1]?.body);
    assert.equal(await github.redeliver(99), undefined);
  });

  test('records that nobody answered in time', async () => {
    github = open({ timeoutMs: 200 });
    const silent = await startListener(certificate, () => undefined);
    const { answer } = await github.ping(hook(['push'], silent.url));
    silent.close();
    assert.deepEqual([answer.statusCode, answer.status], [504, 'timed out']);
  });

  test('records that nobody could be reached', async () => {
    const gone = hook(['push'], 'https://127.0.0.1:1/');
    const refused = await github.ping(gone);
    assert.deepEqual([refused.answer.statusCode, refused.answer.status], [502, 'failed to connect']);
    assert.equal(github.hooks.get(gone.id)?.last_response.code, 502);
  });

  test('does not deliver to an address whose certificate it does not trust', async () => {
    const stranger = await startListener(selfMadeCertificate(), () => 200);
    const delivery = await github.ping(hook(['push'], stranger.url));
    stranger.close();
    assert.equal(delivery.answer.statusCode, 502);
  });

  test('sends a form when the hook is set to one', async () => {
    const config = { url: listener.url, content_type: 'form', insecure_ssl: '0' } as const;
    await github.ping(github.hooks.create({ config }));
    assert.equal(listener.heard[0]?.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.match(new URLSearchParams(listener.heard[0]?.body).get('payload') ?? '', /"zen"/);
  });

  test('tells whoever starts the pipeline of every push, also without a hook', async () => {
    const told: string[] = [];
    github.onPush(({ after: commit }) => told.push(commit));
    const change = await pushOne();
    await github.push(change);
    assert.deepEqual(told, [change.after]);
  });
});
