import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Databases, type Description } from './server.ts';

const DESCRIPTION: Description = {
  engine: 'mysql',
  version: '8.4',
  instanceClass: 'db.t4g.small',
  user: 'ghost',
  password: 'not-a-real-one',
  database: 'ghost',
  parameters: { require_secure_transport: 'ON' },
  resourceId: 'db-ABC',
};

/** Databases whose servers only write down what they are told. */
function databases() {
  const told: string[] = [];
  const all = new Databases(async (identifier) => ({
    host: `${identifier}.example.com`,
    port: 3306,
    folder: await temporaryFolder(),
    server: {
      restart: async ({ password }) => void told.push(`restart ${identifier} with ${password}`),
      changePassword: async (from, to) => void told.push(`${from.password} becomes ${to.password}`),
      stop: async () => void told.push(`stop ${identifier}`),
    },
  }));
  const ask = (method: string, path: string, body?: unknown) => all.answer({ method, path, headers: {}, body });
  return { told, all, ask };
}

const refused = (status: number, words: RegExp) => (error: Error & { status?: number }) => {
  assert.equal(error.status, status);
  assert.match(error.message, words);
  return true;
};

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onemerge-test-'));
  folders.push(folder);
  return folder;
}

test('a new DB instance gets the host and port that clients use', async () => {
  const { ask } = databases();
  assert.deepEqual(await ask('POST', '/databases/one', DESCRIPTION), { host: 'one.example.com', port: 3306 });
});

test('another instance class restarts the server; another backup window would not', async () => {
  const { ask, told } = databases();
  await ask('POST', '/databases/one', DESCRIPTION);
  await ask('PUT', '/databases/one', DESCRIPTION);
  assert.deepEqual(told, []);
  await ask('PUT', '/databases/one', { ...DESCRIPTION, instanceClass: 'db.t4g.medium' });
  assert.deepEqual(told, ['restart one with not-a-real-one']);
});

test('another password is set while the server runs', async () => {
  const { ask, told } = databases();
  await ask('POST', '/databases/one', DESCRIPTION);
  await ask('PUT', '/databases/one', { ...DESCRIPTION, password: 'another-one' });
  assert.deepEqual(told, ['not-a-real-one becomes another-one']);
});

test('a deleted DB instance is stopped and forgotten', async () => {
  const { ask, told } = databases();
  await ask('POST', '/databases/one', DESCRIPTION);
  await ask('DELETE', '/databases/one');
  assert.deepEqual(told, ['stop one']);
  await assert.rejects(ask('DELETE', '/databases/one'), refused(404, /no database one/));
});

test('what RDS could not do either is refused with a reason', async () => {
  const { ask } = databases();
  await ask('POST', '/databases/one', DESCRIPTION);
  await assert.rejects(ask('POST', '/databases/one', DESCRIPTION), refused(409, /one exists/));
  await assert.rejects(
    ask('POST', '/databases/two', { ...DESCRIPTION, version: '5.7' }),
    refused(400, /stands in for MySQL 8\.4/),
  );
  await assert.rejects(ask('PUT', '/databases/one', { ...DESCRIPTION, user: 'root' }), refused(400, /cannot change/));
  await assert.rejects(ask('GET', '/databases/one'), refused(404, /POST, PUT or DELETE/));
  await assert.rejects(ask('POST', '/databases/..%2Fetc', DESCRIPTION), refused(404, /there is no POST/));
});
