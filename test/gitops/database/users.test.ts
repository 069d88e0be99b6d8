import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { runProgram } from '../world/run-program.ts';

/** How the world of users.mjs is. */
export interface State {
  /** After so many it waits for ever. */
  readonly looks: number;
  /** Why Kubernetes cannot be asked. */
  readonly refuses?: string;
  /** After so many looks the database cannot be reached, and why. */
  readonly away?: { readonly after: number; readonly why: string };
}

interface Note {
  readonly signsIn?: string;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly hangsUp?: string;
  readonly asks?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** In milliseconds. */
  readonly limited?: number;
  readonly writes?: string;
  readonly user?: { readonly username: string };
  readonly waits?: number;
  readonly well?: boolean;
}

const here = (path: string) => join(import.meta.dirname, path);

/** users.mjs, as the pod runs it, until the pod ends. */
const users = (t: TestContext, state: State) =>
  runProgram<Note>(t, {
    state,
    files: {
      'run/database/master/username': 'admin',
      'run/database/master/password': 'a secret',
      'run/database/authorities/ca.pem': 'the authority',
      'var/run/secrets/kubernetes.io/serviceaccount/token': 'a token',
      'tmp/other': '',
    },
    fakes: { 'var/lib/ghost/current/node_modules/mysql2/promise.js': here('world/mysql2.cjs') },
    args: ['--import', here('world/mounts.mjs'), here('../../../gitops/apps/database/users.mjs')],
    env: {
      MYSQL: '/var/lib/ghost/current/index.js',
      DATABASE_HOST: 'database.example.com',
      DATABASE_PORT: '3306',
      DATABASE_NAME: 'ghost',
      KUBERNETES_SERVICE_HOST: '10.0.0.1',
      KUBERNETES_SERVICE_PORT_HTTPS: '443',
    },
    meanwhile: async ({ child, until }) => {
      await until((notes) => notes.filter(({ waits }) => waits).length === state.looks);
      child.kill('SIGTERM');
    },
  });

describe('the program that makes the database user of Ghost', { concurrency: 4 }, () => {
  test('signs in as the master of today, makes a user, and hands it to Ghost', async (t) => {
    const { code, said, notes } = await users(t, { looks: 1 });
    const user = notes.find(({ writes }) => writes === 'POST')?.user?.username ?? '';
    assert.match(user, /^blog_[0-9a-f]{8}$/);
    assert.deepEqual([code, said], [0, [`users: made ${user}; Ghost goes over to it`]]);
    const who = notes.flatMap(({ signsIn, hangsUp }) => signsIn ?? hangsUp ?? []);
    assert.deepEqual(who, ['admin', user, user, 'admin'], 'and leaves no connection open');
  });

  test('believes only the database of that name and of those authorities', async (t) => {
    const { notes } = await users(t, { looks: 1 });
    const [master, user] = notes.filter(({ signsIn }) => signsIn);
    const there = {
      host: 'database.example.com',
      port: 3306,
      ssl: { ca: 'the authority', rejectUnauthorized: true, verifyIdentity: true },
      connectTimeout: 10_000,
    };
    assert.deepEqual(master, { signsIn: 'admin', ...there });
    assert.deepEqual(user, { signsIn: user?.signsIn, database: 'ghost', ...there });
  });

  test('asks Kubernetes as its own account, and waits for no answer for ever', async (t) => {
    const { notes } = await users(t, { looks: 1 });
    const asked = notes.filter(({ asks }) => asks);
    const secrets = 'https://10.0.0.1:443/api/v1/namespaces/ghost/secrets';
    assert.deepEqual(
      asked.map(({ asks, headers }) => [asks, headers?.['content-type']]),
      [
        [`GET ${secrets}/database-user`, 'application/json'],
        [`PATCH ${secrets}/database-user`, 'application/merge-patch+json'],
        [`POST ${secrets}`, 'application/json'],
      ],
    );
    for (const { headers, limited } of asked)
      assert.deepEqual([headers?.authorization, limited], ['Bearer a token', 10_000]);
  });

  test('looks three times a minute while all is well, and says nothing', async (t) => {
    const { said, notes } = await users(t, { looks: 3 });
    assert.equal(said.length, 1, 'the first look has made the user');
    const well = { waits: 20_000, well: true };
    assert.deepEqual(
      notes.filter(({ waits }) => waits),
      [well, well, well],
    );
  });

  for (const [title, state, why] of [
    ['the database', { away: { after: 0, why: 'gone away' } }, 'gone away'],
    ['Kubernetes', { refuses: 'connect ECONNREFUSED 10.0.0.1:443' }, 'fetch failed: connect ECONNREFUSED 10.0.0.1:443'],
  ] as const)
    test(`tries again two seconds after a failure of ${title}, tells it, and is not ready`, async (t) => {
      const { said, notes } = await users(t, { looks: 2, ...state });
      const told = `users: Ghost's database user could not be seen to: ${why}`;
      assert.deepEqual(said, [told, told]);
      const failed = { waits: 2_000, well: false };
      assert.deepEqual(
        notes.filter(({ waits }) => waits),
        [failed, failed],
      );
    });

  test('leaves no connection open when Kubernetes cannot be asked', async (t) => {
    const { notes } = await users(t, { looks: 2, refuses: 'no route' });
    assert.equal(notes.filter(({ hangsUp }) => hangsUp === 'admin').length, 2);
  });

  test('is no longer ready once a look fails, although an earlier one went well', async (t) => {
    const { notes } = await users(t, { looks: 2, away: { after: 1, why: 'gone away' } });
    assert.deepEqual(
      notes.flatMap(({ waits, well }) => (waits ? [[waits, well]] : [])),
      [
        [20_000, true],
        [2_000, false],
      ],
    );
  });
});
