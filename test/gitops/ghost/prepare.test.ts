import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Database, type Image, prepare } from './world.ts';

const MINUTE = 60_000;
const OWNED: Database = { owners: ['active'], locked: false, migratedBy: ['6.65'], sessions: [] };
const EMPTY: Database = { sessions: [] };
const RELEASE = 'UPDATE migrations_lock SET locked = 0, released_at = NOW() WHERE locked = 1';

/** A blog of Ghost 6.65 that has an owner, but for what is said otherwise. */
const image = (database: Partial<Database> = {}, ghost: Image['ghost'] = {}): Image => ({
  version: '6.65',
  database: { ...OWNED, ...database },
  ghost,
});

/** A blog that nobody owns. */
const unowned = (ghost: Image['ghost'] = {}): Image => ({ version: '6.65', database: EMPTY, ghost });

/** A session of the blog's schema that does something. */
const session = (more: Partial<Database['sessions'][number]> = {}) => ({
  Id: 8,
  db: 'ghost',
  Command: 'Query',
  Time: 0,
  ...more,
});

describe('before Ghost starts,', { concurrency: 4 }, () => {
  test('a blog that has an owner is left as it is', async (t) => {
    const { code, said, notes } = await prepare(t, image());
    assert.deepEqual([code, said], [0, ['prepare: the blog has an owner']]);
    assert.deepEqual(
      notes.filter(({ starts, request }) => starts ?? request),
      [],
    );
  });

  test('the database is reached as Ghost reaches it, and let go', async (t) => {
    const { notes } = await prepare(t, image());
    const connection = { host: 'database.example.com', user: 'blog_1', database: 'ghost', connectTimeout: 10_000 };
    assert.deepEqual(notes[0], { connects: connection });
    assert.equal(notes.filter(({ hangsUp }) => hangsUp).length, 1);
  });

  test('a failure of the database is told, and lets the pod try again', async (t) => {
    const { code, said, notes } = await prepare(t, image({ broken: true }));
    assert.equal(code, 1);
    assert.match(said.join('\n'), /^prepare: no answer to SELECT/);
    assert.ok(notes.some(({ hangsUp }) => hangsUp));
  });
});

describe('a database that is away', { concurrency: 4 }, () => {
  const away = (until: number, code = 'ECONNREFUSED') => image({ away: { until, code, message: 'refused' } });

  test('is waited for while it restarts, and asked every two seconds', async (t) => {
    const { code, said, notes } = await prepare(t, away(5 * MINUTE));
    assert.equal(code, 0);
    assert.equal(said[0], 'prepare: no database yet (ECONNREFUSED); trying again');
    assert.equal(notes.filter(({ connects }) => connects).length, 151);
  });

  test('is told when it stays away for more than five minutes', async (t) => {
    const { code, said, notes } = await prepare(t, away(6 * MINUTE));
    assert.deepEqual([code, said.at(-1)], [1, 'prepare: refused']);
    assert.deepEqual(notes.at(-1), { ended: 5 * MINUTE + 2_000 });
  });

  test('is told in words where its failure has no code', async (t) => {
    const { said } = await prepare(t, image({ away: { until: 1, message: 'lost' } }));
    assert.equal(said[0], 'prepare: no database yet (lost); trying again');
  });

  for (const code of ['ER_ACCESS_DENIED_ERROR', 'HANDSHAKE_SSL_ERROR'])
    test(`is not waited for when it refuses for good: ${code}`, async (t) => {
      const prepared = await prepare(t, away(MINUTE, code));
      assert.deepEqual([prepared.code, prepared.said], [1, ['prepare: refused']]);
    });
});

describe('the lock of the migrations', { concurrency: 4 }, () => {
  const LEFT: readonly (readonly [title: string, sessions: Database['sessions']])[] = [
    ['there is no session', []],
    ['the only session is the one that looks', [session({ Id: 7 })]],
    ['others are in another schema', [session({ db: 'other' }), session({ db: null })]],
    ['others have slept for a minute', [session({ Command: 'Sleep', Time: 60 })]],
  ];
  for (const [title, sessions] of LEFT)
    test(`is released when a killed migration has left it: ${title}`, async (t) => {
      const { code, said, notes } = await prepare(t, image({ locked: true, sessions }));
      assert.deepEqual(
        [code, said],
        [0, ['prepare: released the lock of a migration that was killed', 'prepare: the blog has an owner']],
      );
      assert.equal(notes.filter(({ asks }) => asks === RELEASE).length, 1);
    });

  for (const [title, busy] of [
    ['works', session()],
    ['works for long', session({ Time: 3_600 })],
    ['was at it a moment ago', session({ Command: 'Sleep', Time: 59 })],
  ] as const)
    test(`is waited for while a session ${title}`, async (t) => {
      const { code, said, notes } = await prepare(t, image({ locked: true, sessions: [{ ...busy, leaves: MINUTE }] }));
      assert.equal(code, 0);
      assert.equal(said[0], 'prepare: the migrations are locked, and 1 session(s) may be at it; waiting');
      assert.equal(notes.filter(({ asks }) => asks === 'SHOW PROCESSLIST').length, 13, 'it looks every five seconds');
    });

  test('is not taken from a session that is at it for more than five minutes', async (t) => {
    const { code, said, notes } = await prepare(t, image({ locked: true, sessions: [session()] }));
    assert.deepEqual([code, said.at(-1)], [1, 'prepare: another Ghost is migrating this database']);
    assert.deepEqual(notes.at(-1), { ended: 5 * MINUTE + 5_000 });
    assert.ok(!notes.some(({ asks }) => asks === RELEASE));
  });
});

describe('a database of another version', { concurrency: 4 }, () => {
  for (const [title, migratedBy] of [
    ['of this one', ['6.65']],
    ['of an older one, whose number has fewer digits', ['5.130', '6.9']],
    ['of nobody yet', []],
  ] as const)
    test(`is used when it was migrated by Ghost ${title}`, async (t) => {
      assert.equal((await prepare(t, image({ migratedBy }))).code, 0);
    });

  for (const migratedBy of [['6.66'], ['6.100', '6.9', '6.65'], ['6.65', '7.0', '6.66'], ['10.1']])
    test(`is refused when a newer Ghost has migrated it: ${migratedBy.join(', ')}`, async (t) => {
      const { code, said, notes } = await prepare(t, image({ migratedBy, locked: true }));
      const newest = migratedBy.find((version) => ['6.66', '6.100', '7.0', '10.1'].includes(version));
      assert.deepEqual(
        [code, said],
        [
          1,
          [
            `prepare: the database was migrated by Ghost ${newest}, and this is Ghost 6.65: an older Ghost must not write to it`,
          ],
        ],
      );
      assert.ok(!notes.some(({ asks }) => asks === RELEASE), 'the lock is that of the newer one');
    });
});

describe('the owner of a blog', { concurrency: 4 }, () => {
  for (const [title, database] of [
    ['in an empty database', {}],
    ['where nobody has the role', { owners: [] }],
    ["whose owner is Ghost's own, and inactive", { owners: ['inactive'] }],
  ] as const)
    test(`is made ${title}`, async (t) => {
      const { code, said } = await prepare(t, { version: '6.65', database: { ...EMPTY, ...database }, ghost: {} });
      assert.deepEqual([code, said], [0, ['Ghost says hello', 'prepare: created the owner owner@example.com']]);
    });

  test('is made by a Ghost that only this container reaches, and that has ended before the next one starts', async (t) => {
    const { notes } = await prepare(t, unowned());
    const happened = notes.filter(({ starts, ghost, ended }) => starts ?? ghost ?? ended !== undefined);
    const [starts, toEnd, hasEnded, ended] = happened;
    assert.deepEqual(starts, { starts: { url: 'https://blog.example.com', host: '127.0.0.1' } });
    assert.deepEqual([toEnd, hasEnded], [{ ghost: 'is to end' }, { ghost: 'has ended' }]);
    assert.ok(ended?.ended !== undefined);
  });

  test('is asked for as by a reader, once Ghost has booted', async (t) => {
    const { notes } = await prepare(t, unowned({ boots: 2 }));
    const requests = notes.flatMap(({ request }) => request ?? []);
    const address = 'https://blog.example.com/ghost/api/admin/authentication/setup/ application/json';
    const owner = { name: 'Owner', email: 'owner@example.com', password: 'p', blogTitle: 'blog.example.com' };
    const answered = requests.slice(-4);
    assert.deepEqual(answered, [
      ...Array.from({ length: 3 }, () => `GET ${address} `),
      `POST ${address} ${JSON.stringify({ setup: [owner] })}`,
    ]);
  });

  for (const [title, password] of [
    ['a line feed', ' a"\\ b \n'],
    ['the end of a line of Windows', ' a"\\ b \r\n'],
    ['nothing', ' a"\\ b '],
  ] as const)
    test(`has the password of the file, which ends with ${title}`, async (t) => {
      const { notes } = await prepare(t, unowned(), { password });
      const body = notes.flatMap(({ request }) => request ?? []).at(-1);
      assert.ok(body?.includes(`"password":${JSON.stringify(' a"\\ b ')}`), body);
    });

  test('is asked for again when Ghost keeps silent for a minute', async (t) => {
    const { code, said } = await prepare(t, unowned({ silent: true }));
    assert.deepEqual([code, said.at(-1)], [0, 'prepare: created the owner owner@example.com']);
  });

  test('is not made when Ghost refuses it, whose words are told', async (t) => {
    const refusal = '{"errors":[{"message":"Password is too short"}]}';
    const { code, said, notes } = await prepare(t, unowned({ answers: { status: 422, text: refusal } }));
    assert.deepEqual([code, said.at(-1)], [1, `prepare: Ghost refused the owner: ${refusal}`]);
    assert.ok(notes.some(({ ghost }) => ghost === 'has ended'));
  });

  for (const ends of [3, 0, 'SIGKILL'] as const)
    test(`is not waited for when Ghost ends: ${ends}`, async (t) => {
      const { code, said } = await prepare(t, unowned({ ends }));
      assert.deepEqual([code, said.at(-1)], [1, `prepare: Ghost ended (${ends}) before it answered`]);
    });

  test('is waited for while Ghost migrates, fifteen minutes at most', async (t) => {
    const { code, said, notes } = await prepare(t, unowned({ deaf: true }));
    assert.deepEqual([code, said.at(-1)], [1, 'prepare: Ghost did not answer in time']);
    assert.ok(notes.some(({ ended }) => ended === 15 * MINUTE + 250));
    assert.ok(notes.some(({ ghost }) => ghost === 'has ended'));
  });

  test('is given up when the pod is to end, and Ghost ends in order', async (t) => {
    const { code, notes } = await prepare(t, unowned({ boots: 100_000 }), {
      meanwhile: async ({ child, until }) => {
        await until((notes) => notes.some(({ request }) => request));
        child.kill('SIGTERM');
      },
    });
    assert.equal(code, 1);
    assert.deepEqual(
      notes.flatMap(({ ghost }) => ghost ?? []),
      ['is to end', 'has ended'],
    );
  });
});
