import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { serverOf } from '../../../gitops/apps/database/mysql.mjs';

const USER = { username: 'blog_1', password: 'p', since: '' };

/** A server that answers statements by their beginning, and writes them down. */
function scene(answers: Readonly<Record<string, object[]>> = {}, schema = 'ghost', refuses?: string) {
  const asked: string[] = [];
  const master = {
    query: async (sql: string, values: unknown[] = []): Promise<[object[], unknown]> => {
      asked.push([sql, ...values].join(' | '));
      return [Object.entries(answers).find(([start]) => sql.startsWith(start))?.[1] ?? [], undefined];
    },
    end: async () => undefined,
  };
  const connect = async () => {
    if (refuses !== undefined) throw Object.assign(new Error('refused'), { code: refuses });
    return master;
  };
  return { asked, server: serverOf(master, connect, schema) };
}

const LOCKED = { 'SELECT 1': [{}], 'SELECT lock_key': [{}] };
const session = (more: object) => ({ Id: 1, User: 'blog_0', db: 'ghost', Command: 'Query', Time: 0, ...more });

describe("Ghost's database user, to the server,", () => {
  test('may use the schema and nothing else, and leaves nothing behind that runs without it', async () => {
    const { asked, server } = scene();
    await server.make(USER);
    const grants = asked.filter((statement) => statement.startsWith('GRANT'));
    assert.deepEqual(grants, [
      "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW ON `ghost`.* TO ?@'%' | blog_1",
    ]);
  });

  test('signs in over TLS only', async () => {
    const { asked, server } = scene();
    await server.make(USER);
    assert.equal(asked[0], "CREATE USER IF NOT EXISTS ?@'%' | blog_1");
    assert.ok(asked.includes("ALTER USER ?@'%' IDENTIFIED BY ? REQUIRE SSL ACCOUNT UNLOCK | blog_1 | p"));
  });

  test('gets no schema whose name only looks like the one that is meant', async () => {
    const { asked, server } = scene({}, 'my_blog');
    await server.make(USER);
    assert.match(asked.at(-1) ?? '', /ON `my\\_blog`\.\*/);
  });

  test('is not accepted with another password, or without its rights', async () => {
    for (const code of ['ER_ACCESS_DENIED_ERROR', 'ER_ACCOUNT_HAS_BEEN_LOCKED', 'ER_DBACCESS_DENIED_ERROR'])
      assert.equal(await scene({}, 'ghost', code).server.accepts(USER), false, code);
    assert.equal(await scene().server.accepts(USER), true);
  });

  test('is no question for a database that is away', async () => {
    await assert.rejects(scene({}, 'ghost', 'ECONNREFUSED').server.accepts(USER), /refused/);
  });

  test('is locked and keeps no right when it is retired, and the view that it made stays', async () => {
    const { asked, server } = scene();
    await server.retire('blog_0');
    assert.deepEqual(asked, [
      "ALTER USER ?@'%' ACCOUNT LOCK | blog_0",
      "REVOKE ALL PRIVILEGES, GRANT OPTION FROM ?@'%' | blog_0",
    ]);
  });

  test('is idle when it is another one, and nobody is signed in as it', async () => {
    const users = [{ name: 'blog_0' }, { name: 'blog_1' }, { name: 'blog_2' }];
    const { asked, server } = scene({ 'SELECT User': users, 'SHOW PROCESSLIST': [session({})] });
    assert.deepEqual(await server.idle('blog_1'), ['blog_2']);
    assert.equal(
      asked[0],
      'SELECT User AS name FROM mysql.db WHERE User LIKE ? | blog\\_%',
      'of others nothing is asked',
    );
  });
});

describe('a migration', () => {
  const cases: readonly (readonly [title: string, answers: Readonly<Record<string, object[]>>, expected: boolean])[] = [
    ['runs while its lock is held and a session is at it', { ...LOCKED, 'SHOW PROCESSLIST': [session({})] }, true],
    [
      'runs while a session was at it a moment ago',
      { ...LOCKED, 'SHOW PROCESSLIST': [session({ Command: 'Sleep', Time: 59 })] },
      true,
    ],
    [
      'has ended when its session sleeps',
      { ...LOCKED, 'SHOW PROCESSLIST': [session({ Command: 'Sleep', Time: 60 })] },
      false,
    ],
    ['is not one of another schema', { ...LOCKED, 'SHOW PROCESSLIST': [session({ db: 'other' })] }, false],
    ['has ended when its lock is free', { 'SELECT 1': [{}], 'SHOW PROCESSLIST': [session({})] }, false],
    ['has never run in an empty schema', {}, false],
  ];
  test('is looked for by these statements, in the schema of Ghost alone', async () => {
    const { asked, server } = scene({ ...LOCKED, 'SHOW PROCESSLIST': [] });
    await server.migrating();
    assert.deepEqual(asked, [
      'SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ? | ghost | migrations_lock',
      'SELECT lock_key FROM ??.migrations_lock WHERE locked = 1 | ghost',
      'SHOW PROCESSLIST',
    ]);
  });

  for (const [title, answers, expected] of cases)
    test(title, async () => assert.equal(await scene(answers).server.migrating(), expected));
});
