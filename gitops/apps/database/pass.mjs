// @ts-check
// One look at the database user that Ghost signs in with. docs/decisions/0025-database-users.md says why each change of the
// password is a new user: the old one still works until Ghost has gone over.
import { randomBytes } from 'node:crypto';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Age at which a user is due to be replaced. */
const DUE = 30 * DAY;
/** The hour, UTC, in which that may interrupt the blog: after RDS's backup. */
const HOUR = 3;
/** For so long the former user stays, whatever happens: the kubelet brings a changed Secret to a pod within two minutes. */
const KEPT = 15 * MINUTE;

/**
 * A user of Ghost's, as it is handed over; `since` is ISO 8601.
 * @typedef {{ username: string, password: string, since: string }} User
 */

/**
 * The database server, asked as its master.
 * @typedef {object} Server
 * @property {(user: User) => Promise<boolean>} accepts whether the user can sign in and use the schema
 * @property {(user: User) => Promise<void>} make makes the user, or gives it this password and its rights again
 * @property {() => Promise<boolean>} migrating whether a session is migrating the schema
 * @property {(current: string) => Promise<string[]>} idle Ghost's other users with rights, without those that are signed in
 * @property {(username: string) => Promise<void>} retire locks a user and takes its rights; MySQL refuses to remove who made a view
 */

/**
 * Where Ghost finds its user.
 * @typedef {object} Handover
 * @property {() => Promise<User | undefined>} read
 * @property {(user: User) => Promise<void>} write
 */

/**
 * Sees to it that Ghost has a user that works, a new one when the old one is due, and no others.
 * @param {Server} server
 * @param {Handover} handover
 * @param {Date} now
 * @returns {Promise<string[]>} what was done, a sentence each
 * @throws {Error} when a migration is running, and what the server and the handover throw
 */
export async function pass(server, handover, now) {
  const current = await handover.read();
  if (current === undefined) return [await replace(server, handover, now)];
  const done = [];
  if (!(await server.accepts(current))) {
    // A database that was restored from a backup knows older users.
    await server.make(current);
    done.push(`made ${current.username} again: the database did not accept it`);
  }
  const age = now.getTime() - Date.parse(current.since);
  if (age >= DUE && now.getUTCHours() === HOUR) done.push(await replace(server, handover, now));
  else if (age >= KEPT) done.push(...(await retireFormer(server, current)));
  return done;
}

/**
 * Makes another user, and hands it over once it works.
 * @param {Server} server
 * @param {Handover} handover
 * @param {Date} now
 */
async function replace(server, handover, now) {
  // Ghost's first container sees the sessions of its own user only, and would take the lock of another one's for stale.
  if (await server.migrating()) throw new Error('the migrations are locked, and a session may be at it; waiting');
  const user = {
    username: `blog_${randomBytes(4).toString('hex')}`,
    password: randomBytes(30).toString('base64url'),
    since: now.toISOString(),
  };
  await server.make(user);
  if (!(await server.accepts(user))) throw new Error(`the database made ${user.username}, and does not accept it`);
  await handover.write(user);
  return `made ${user.username}; Ghost goes over to it`;
}

/**
 * @param {Server} server
 * @param {User} current
 */
async function retireFormer(server, current) {
  const former = await server.idle(current.username);
  for (const username of former) await server.retire(username);
  return former.map((username) => `locked ${username}, which nobody uses any more`);
}
