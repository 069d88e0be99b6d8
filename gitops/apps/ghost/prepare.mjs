// @ts-check
// Runs as an init container of Ghost's image: `node prepare.mjs current/index.js OWNER-EMAIL PASSWORD-FILE`.
// When it ends well, this Ghost is not older than its database, no migration that nobody runs locks it, and the blog has an owner.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE = 60_000;
/** RDS takes about this long at most to restart or to fail over. */
const DATABASE_PATIENCE = 5 * MINUTE;
/** A first migration takes seconds; a slow disk and a slow network are allowed for. */
const BOOT_PATIENCE = 15 * MINUTE;
/** A session of Ghost's user that did something within this time may be migrating. */
const ACTIVE_SECONDS = 60;

/**
 * What this uses of modules that only Ghost's image has; in MigratorConfig.js Ghost tells outside tools how it reaches
 * its database.
 * @typedef {{ database: string }} Connection
 * @typedef {{ threadId: number, query(sql: string): Promise<[object[], unknown]>, end(): Promise<void> }} Database
 * @typedef {{ createConnection(options: Connection & { connectTimeout: number }): Promise<Database> }} MySql
 * @typedef {{ (path: './MigratorConfig.js'): { currentVersion: string, database: { connection: Connection } }, (path: 'mysql2/promise'): MySql }} Ghost
 * @typedef {Error & { code?: string }} Failure what Node.js, MySQL and its client throw
 * @typedef {{ Id: number, db: string | null, Command: string, Time: number }} Session
 */

const [ghostEntry, email, passwordFile] = /** @type {[string, string, string]} */ (process.argv.slice(2));
const entry = resolve(ghostEntry);
/** @type {Ghost} */
const ghost = createRequire(entry);
const {
  currentVersion,
  database: { connection },
} = ghost('./MigratorConfig.js');

/** @param {string} text */
const say = (text) => console.log(`prepare: ${text}`);

/**
 * Waiting does not change these: a wrong password, and a certificate of another authority or host.
 * @type {(string | undefined)[]}
 */
const FINAL = ['ER_ACCESS_DENIED_ERROR', 'HANDSHAKE_SSL_ERROR'];

/** Connects, and goes on trying while the database restarts. */
async function connect() {
  const deadline = Date.now() + DATABASE_PATIENCE;
  for (;;) {
    try {
      return await ghost('mysql2/promise').createConnection({ ...connection, connectTimeout: 10_000 });
    } catch (error) {
      if (FINAL.includes(/** @type {Failure} */ (error).code) || Date.now() > deadline) throw error;
      say(
        `no database yet (${/** @type {Failure} */ (error).code ?? /** @type {Failure} */ (error).message}); trying again`,
      );
      await sleep(2_000);
    }
  }
}

/**
 * Rows of a query; none when the table does not exist yet.
 * @template {object} Row
 * @param {Database} database
 * @param {string} query
 * @returns {Promise<Row[]>}
 */
async function rows(database, query) {
  try {
    return /** @type {Row[]} */ ((await database.query(query))[0]);
  } catch (error) {
    if (/** @type {Failure} */ (error).code === 'ER_NO_SUCH_TABLE') return [];
    throw error;
  }
}

/**
 * A killed migration leaves its lock behind, and Ghost then refuses to start, for good.
 * @param {Database} database
 */
async function releaseStaleLock(database) {
  const locked = 'SELECT lock_key FROM migrations_lock WHERE locked = 1';
  const deadline = Date.now() + DATABASE_PATIENCE;
  while ((await rows(database, locked)).length > 0) {
    /** @type {Session[]} */
    const sessions = await rows(database, 'SHOW PROCESSLIST');
    const others = sessions.filter(
      ({ Id, db, Command, Time }) =>
        Id !== database.threadId && db === connection.database && (Command !== 'Sleep' || Time < ACTIVE_SECONDS),
    );
    if (others.length === 0) {
      await database.query('UPDATE migrations_lock SET locked = 0, released_at = NOW() WHERE locked = 1');
      say('released the lock of a migration that was killed');
      return;
    }
    if (Date.now() > deadline) throw new Error('another Ghost is migrating this database');
    say(`the migrations are locked, and ${others.length} session(s) may be at it; waiting`);
    await sleep(5_000);
  }
}

/**
 * Ghost's migrator starts without a word on a schema that a newer Ghost has migrated, and what the older one then writes
 * and leaves out nobody knows.
 * @param {Database} database
 */
async function refuseNewerSchema(database) {
  /** @type {{ version: string }[]} */
  const written = await rows(
    database,
    'SELECT currentVersion AS version FROM migrations WHERE currentVersion IS NOT NULL',
  );
  const newest = written
    .map(({ version }) => version)
    .toSorted(compareVersions)
    .at(-1);
  if (newest === undefined || compareVersions(newest, currentVersion) <= 0) return;
  throw new Error(
    `the database was migrated by Ghost ${newest}, and this is Ghost ${currentVersion}: an older Ghost must not write to it`,
  );
}

/**
 * Orders versions that Ghost writes as `6.65`.
 * @param {string} one
 * @param {string} other
 */
function compareVersions(one, other) {
  return one.localeCompare(other, 'en', { numeric: true });
}

/**
 * Ghost's own rule: the blog is set up once its owner is no longer inactive.
 * @param {Database} database
 */
async function ownerExists(database) {
  /** @type {{ status: string }[]} */
  const [owner] = await rows(
    database,
    `SELECT users.status FROM users
       JOIN roles_users ON roles_users.user_id = users.id
       JOIN roles ON roles.id = roles_users.role_id
      WHERE roles.name = 'Owner'`,
  );
  return owner !== undefined && owner.status !== 'inactive';
}

/**
 * Asks Ghost over the loopback address, as the load balancer would. Resolves to undefined while nobody answers.
 * @param {'GET' | 'POST'} method
 * @param {object} [body] sent as JSON
 * @returns {Promise<{ status: number | undefined, text: string } | undefined>}
 */
function ask(method, body) {
  return new Promise((done) => {
    const { host } = new URL(/** @type {string} */ (process.env.url));
    const call = request(
      {
        host: '127.0.0.1',
        port: process.env.server__port,
        path: '/ghost/api/admin/authentication/setup/',
        method,
        headers: { host, 'x-forwarded-proto': 'https', 'content-type': 'application/json' },
        timeout: MINUTE,
      },
      async (response) => {
        let text = '';
        for await (const part of response) text += part;
        done({ status: response.statusCode, text });
      },
    );
    call.on('timeout', () => call.destroy());
    call.on('error', () => done(undefined));
    call.end(body && JSON.stringify(body));
  });
}

/** Creates the owner's account in a Ghost that only this container can reach. */
async function createOwner() {
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, server__host: '127.0.0.1' },
    stdio: 'inherit',
  });
  const ended = new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));
  process.once('SIGTERM', () => child.kill('SIGTERM'));
  try {
    const deadline = Date.now() + BOOT_PATIENCE;
    while ((await ask('GET'))?.status !== 200) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`Ghost ended (${await ended}) before it answered`);
      if (Date.now() > deadline) throw new Error('Ghost did not answer in time');
      await sleep(250);
    }
    const password = readFileSync(passwordFile, 'utf8').replace(/\r?\n$/, '');
    const blogTitle = new URL(/** @type {string} */ (process.env.url)).host;
    const answer = await ask('POST', { setup: [{ name: 'Owner', email, password, blogTitle }] });
    if (answer?.status !== 201) throw new Error(`Ghost refused the owner: ${answer?.text}`);
    say(`created the owner ${email}`);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/**
 * Whether the blog has an owner, once this Ghost may use the database.
 * @param {Database} database
 */
async function examine(database) {
  try {
    await refuseNewerSchema(database);
    await releaseStaleLock(database);
    return await ownerExists(database);
  } finally {
    // An open connection would keep this program alive after a refusal, and the pod waiting.
    await database.end();
  }
}

try {
  const exists = await examine(await connect());
  if (exists) say('the blog has an owner');
  else await createOwner();
} catch (error) {
  console.error(`prepare: ${/** @type {Failure} */ (error).message}`);
  process.exitCode = 1;
}
