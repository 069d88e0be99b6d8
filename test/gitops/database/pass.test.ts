import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pass } from '../../../gitops/apps/database/pass.mjs';

const NOON = new Date('2026-01-01T12:00:00Z');
const MINUTES = 60_000;
const DAYS = 24 * 60 * MINUTES;
const later = (milliseconds: number) => new Date(NOON.getTime() + milliseconds);

interface User {
  readonly username: string;
  readonly password: string;
  readonly since: string;
}

/** A server that knows the users of a map, name to password, and a Secret. */
function scene({ user, migrating = false, deaf = false }: { user?: User; migrating?: boolean; deaf?: boolean } = {}) {
  const users = new Map(user && [[user.username, user.password]]);
  const signedIn = new Set<string>();
  const handed: User[] = user ? [user] : [];
  const server = {
    accepts: async ({ username, password }: User) => !deaf && users.get(username) === password,
    make: async ({ username, password }: User) => void users.set(username, password),
    migrating: async () => migrating,
    idle: async (current: string) => [...users.keys()].filter((name) => name !== current && !signedIn.has(name)),
    retire: async (username: string) => void users.delete(username),
  };
  const handover = { read: async () => handed.at(-1), write: async (one: User) => void handed.push(one) };
  return { users, signedIn, handed, server, look: (now = NOON) => pass(server, handover, now) };
}

const USER: User = { username: 'blog_1', password: 'p', since: NOON.toISOString() };

describe("Ghost's database user", () => {
  test('is made when there is none, with a name and a password that nobody chose', async () => {
    const { look, handed, users } = scene();
    const [said] = await look();
    assert.match(handed[0]?.username ?? '', /^blog_[0-9a-f]{8}$/);
    assert.ok((handed[0]?.password.length ?? 0) >= 40);
    assert.equal(users.get(handed[0]?.username ?? ''), handed[0]?.password);
    assert.equal(said, `made ${handed[0]?.username}; Ghost goes over to it`);
  });

  test('stays while it works and is young', async () => {
    const { look, handed } = scene({ user: USER });
    assert.deepEqual(await look(later(29 * DAYS)), []);
    assert.deepEqual(handed, [USER]);
  });

  test('is made again, with the password that Ghost has, when a restored database does not know it', async () => {
    const { look, handed, users } = scene({ user: USER });
    users.clear();
    assert.deepEqual(await look(), ['made blog_1 again: the database did not accept it']);
    assert.deepEqual([...users], [['blog_1', 'p']]);
    assert.deepEqual(handed, [USER], 'Ghost must not restart for it');
  });

  test('is followed by another one after thirty days, at night', async () => {
    const { look, handed, users } = scene({ user: USER });
    await look(later(30 * DAYS));
    assert.equal(handed.length, 1, 'noon is no time for a restart');
    await look(later(30 * DAYS + 15 * 60 * MINUTES));
    assert.notEqual(handed.at(-1)?.username, 'blog_1');
    assert.ok(users.has('blog_1'), 'Ghost still uses it until it has gone over');
  });

  test('is not handed over before the database accepts it', async () => {
    const { look, handed } = scene({ deaf: true });
    await assert.rejects(look(), /the database made blog_\w+, and does not accept it/);
    assert.deepEqual(handed, []);
  });

  test("is not changed under a migration, whose session another user's Ghost would not see", async () => {
    const { look, handed } = scene({ migrating: true });
    await assert.rejects(look(), /the migrations are locked, and a session may be at it/);
    assert.deepEqual(handed, []);
  });
});

describe('a former user', () => {
  const former = () => {
    const made = scene({ user: USER });
    made.users.set('blog_0', 'old');
    return made;
  };

  test('stays for a quarter of an hour, in which the kubelet brings the new one to Ghost', async () => {
    const { look, users } = former();
    await look(later(14 * MINUTES));
    assert.ok(users.has('blog_0'));
  });

  test('stays while somebody is signed in as it', async () => {
    const { look, users, signedIn } = former();
    signedIn.add('blog_0');
    await look(later(DAYS));
    assert.ok(users.has('blog_0'));
  });

  test('is locked once nobody uses it', async () => {
    const { look, users } = former();
    assert.deepEqual(await look(later(15 * MINUTES)), ['locked blog_0, which nobody uses any more']);
    assert.deepEqual([...users.keys()], ['blog_1']);
  });
});
