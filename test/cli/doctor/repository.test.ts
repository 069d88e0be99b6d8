import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { openClone } from '../../../cli/doctor/repository/clone.ts';
import { openRepository } from '../../../cli/doctor/repository/remote-repository.ts';
import { signInAsApp } from '../../../cli/doctor/repository/sign-in.ts';
import { listen } from '../../../rehearsal/shared/listen.ts';
import { startServer } from '../../support/answering.ts';
import { HEAD } from './situation.ts';

/** A Git server that answers so, whatever it is asked. */
async function host(t: TestContext, status: number, body = ''): Promise<string> {
  const server = createServer((request, response) => {
    assert.equal(request.headers.authorization, undefined);
    response.writeHead(status).end(body);
  });
  await listen(server, { port: 0, host: '127.0.0.1' });
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a Git server begins with. */
const SERVICE = '001e# service=git-upload-pack\n0000';

describe('a repository, as the public sees it', () => {
  test('has the branches that Git advertises, and no tag is one', async (t) => {
    const lines = [
      SERVICE,
      `0155${HEAD} HEAD\0multi_ack symref=HEAD:refs/heads/main agent=git\n`,
      `003d${HEAD} refs/heads/main\n`,
      `003e${'2'.repeat(40)} refs/heads/work/it\n`,
      `003e${'3'.repeat(40)} refs/tags/v1\n0000`,
    ];
    const repository = openRepository('octo-org/blog', { host: await host(t, 200, lines.join('')) });
    const seen = await repository.look();
    assert.equal(seen?.movedTo, undefined);
    assert.deepEqual(Object.fromEntries(seen?.branches ?? []), {
      main: HEAD,
      'work/it': '2'.repeat(40),
    });
  });

  test('has moved when its address leads to another one', async (t) => {
    const server = createServer(({ url = '' }, response) => {
      const location = url.replace('octo-org/blog', 'octo-org/journal');
      if (location === url) response.end(`${SERVICE}003d${HEAD} refs/heads/main\n`);
      else response.writeHead(301, { location }).end();
    });
    await listen(server, { port: 0, host: '127.0.0.1' });
    t.after(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    assert.equal((await openRepository('octo-org/blog', { host: url }).look())?.movedTo, 'octo-org/journal');
    assert.equal((await openRepository('Octo-Org/Journal', { host: url }).look())?.movedTo, undefined);
  });

  test('is not there when GitHub asks for a password', async (t) => {
    assert.equal(
      await openRepository('octo-org/blog', { host: await host(t, 401, 'Repository not found.') }).look(),
      undefined,
    );
  });

  test('is not there when GitHub signs its answer, and says no more', async (t) => {
    const url = await startServer(t, (_, response) => {
      response.writeHead(404, { 'x-github-request-id': 'A1' }).end();
    });
    assert.equal(await openRepository('octo-org/blog', { host: url }).look(), undefined);
  });

  test('cannot be asked when GitHub has troubles', async (t) => {
    const url = await host(t, 503);
    await assert.rejects(openRepository('octo-org/blog', { host: url }).look(), /answered 503/);
  });

  test('cannot be asked when nobody answers', async () => {
    await assert.rejects(openRepository('octo-org/blog', { host: 'http://127.0.0.1:1' }).look(), /cannot be reached: /);
  });
});

describe('a private repository', () => {
  const config = { name: 'blog', repository: { owner: 'octo-org', name: 'blog', branch: 'main' } };

  test('is read with what signs in', async (t) => {
    const server = createServer(({ headers }, response) => {
      response
        .writeHead(headers.authorization === 'Basic x' ? 200 : 401)
        .end(`${SERVICE}003d${HEAD} refs/heads/main\n`);
    });
    await listen(server, { port: 0, host: '127.0.0.1' });
    t.after(() => server.close());
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const seen = await openRepository('octo-org/blog', { host, signIn: async () => 'Basic x' }).look();
    assert.equal(seen?.branches.get('main'), HEAD);
  });

  test('needs no sign-in when the config names no App: then it is public', () => {
    assert.equal(signInAsApp(config, { githubAppKey: async () => '' }), undefined);
  });

  test('cannot be asked with a key that is none', async () => {
    const app = { id: 1, installation: 2, reports: 'off' as const };
    const signIn = signInAsApp(
      { ...config, repository: { ...config.repository, app } },
      { githubAppKey: async () => 'x' },
    );
    await assert.rejects(async () => await signIn?.(), /no private key of a GitHub App/);
  });
});

describe('the folder that is deployed from', () => {
  function repository(t: TestContext) {
    const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const identity = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com'];
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', folder, ...identity, ...args], { encoding: 'utf8' }).trim();
    const commit = (text: string) => {
      writeFileSync(join(folder, 'file'), text);
      git('add', '.');
      git('commit', '--quiet', '-m', text);
      return git('rev-parse', 'HEAD');
    };
    git('init', '--quiet');
    return { folder, git, commit };
  }

  test('lists what is not committed, and not what was never added', async (t) => {
    const { folder, git, commit } = repository(t);
    commit('one');
    writeFileSync(join(folder, 'file'), 'other');
    writeFileSync(join(folder, 'new'), '');
    writeFileSync(join(folder, 'added'), '');
    git('add', 'added');
    assert.deepEqual(await openClone(folder).changes(), ['added', 'file']);
  });

  test('knows how another commit lies to its own', async (t) => {
    const { folder, git, commit } = repository(t);
    const older = commit('one');
    const newer = commit('two');
    git('checkout', '--quiet', older);
    const apart = commit('three');
    const clone = openClone(folder);
    assert.deepEqual(
      [
        await clone.ancestryOf(older),
        await clone.ancestryOf(apart),
        await clone.ancestryOf(newer),
        await clone.ancestryOf(HEAD),
      ],
      ['older', 'same', 'apart', 'not here'],
    );
    git('checkout', '--quiet', older);
    assert.equal(await clone.ancestryOf(newer), 'newer');
  });
});
