// Runs as an init container of Ghost's image: `node prepare.mjs current/index.js OWNER-EMAIL PASSWORD-FILE`.
// When it ends well, the database is not locked by a migration that nobody runs, and the blog has an owner.
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

const [ghostEntry = '', email = '', passwordFile = ''] = process.argv.slice(2);
const entry = resolve(ghostEntry);
const ghost = createRequire(entry);
/**
 * What the queries below ask for.
 * @typedef {{ Id: number, db: string, Command: string, Time: number, status: string }} Row
 */

/**
 * What is used of Ghost's own copy of mysql2.
 * @typedef {object} Database
 * @property {number} threadId
 * @property {(sql: string) => Promise<[Row[]]>} query
 * @property {() => Promise<void>} end
 */

/** @type {{ host: string, database: string }} the file in which Ghost tells outside tools how it reaches its database */
const connection = ghost('./MigratorConfig.js').database.connection;

/** @param {string} text */
const say = (text) => console.log(`prepare: ${text}`);

/** Waiting does not change these: a wrong password, and a certificate of another authority or host. */
const FINAL = ['ER_ACCESS_DENIED_ERROR', 'HANDSHAKE_SSL_ERROR'];

/** What Node and the database's driver throw. @param {unknown} error @returns {NodeJS.ErrnoException} */
const known = (error) => (error instanceof Error ? error : new Error(String(error)));

/** Connects, and goes on trying while the database restarts. @returns {Promise<Database>} */
async function connect() {
  const deadline = Date.now() + DATABASE_PATIENCE;
  for (;;) {
    try {
      return await ghost('mysql2/promise').createConnection({ ...connection, connectTimeout: 10_000 });
    } catch (error) {
      const { code = '', message } = known(error);
      if (FINAL.includes(code) || Date.now() > deadline) throw error;
      say(`no database yet (${code || message}); trying again`);
      await sleep(2_000);
    }
  }
}

/**
 * Rows of a query; none when the table does not exist yet.
 * @param {Database} database
 * @param {string} query
 */
async function rows(database, query) {
  try {
    return (await database.query(query))[0];
  } catch (error) {
    if (known(error).code === 'ER_NO_SUCH_TABLE') return [];
    throw error;
  }
}

/** A killed migration leaves its lock behind, and Ghost then refuses to start, for good. @param {Database} database */
async function releaseStaleLock(database) {
  const locked = 'SELECT lock_key FROM migrations_lock WHERE locked = 1';
  const deadline = Date.now() + DATABASE_PATIENCE;
  while ((await rows(database, locked)).length > 0) {
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

/** Ghost's own rule: the blog is set up once its owner is no longer inactive. @param {Database} database */
async function ownerExists(database) {
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
 * @param {object} [body]
 * @returns {Promise<{ status: number | undefined, text: string } | undefined>}
 */
function ask(method, body) {
  return new Promise((done) => {
    const { host } = new URL(process.env.url ?? '');
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
    const blogTitle = new URL(process.env.url ?? '').host;
    const answer = await ask('POST', { setup: [{ name: 'Owner', email, password, blogTitle }] });
    if (answer?.status !== 201) throw new Error(`Ghost refused the owner: ${answer?.text}`);
    say(`created the owner ${email}`);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

try {
  const database = await connect();
  await releaseStaleLock(database);
  const exists = await ownerExists(database);
  await database.end();
  if (exists) say('the blog has an owner');
  else await createOwner();
} catch (error) {
  console.error(`prepare: ${known(error).message}`);
  process.exitCode = 1;
}
