// @ts-check
// Runs in Ghost's image, for as long as the blog does: sees to the database user that Ghost signs in with, three times a
// minute. /tmp/made is there while the last look went well.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './kubernetes.mjs';
import { serverOf } from './mysql.mjs';
import { pass } from './pass.mjs';
import { handoverBy } from './secret.mjs';

/** Milliseconds until the next look, after one that went well and after one that failed. */
const AGAIN = { well: 20_000, failed: 2_000 };
const MADE = '/tmp/made';

const { MYSQL = '', DATABASE_HOST: host, DATABASE_PORT, DATABASE_NAME: schema = '' } = process.env;

/** @type {(path: 'mysql2/promise') => { createConnection(options: object): Promise<import('./mysql.mjs').Connection> }} */
const ghost = createRequire(MYSQL);
const { createConnection } = ghost('mysql2/promise');

const file = (/** @type {string} */ path) => readFileSync(`/run/database/${path}`, 'utf8');

/** @type {import('./mysql.mjs').Connect} */
const connect = (login) =>
  createConnection({
    ...login,
    host,
    port: Number(DATABASE_PORT),
    // Only these authorities, and only for this host: the driver checks the name only when told to.
    ssl: { ca: file('authorities/ca.pem'), rejectUnauthorized: true, verifyIdentity: true },
    connectTimeout: 10_000,
  });

async function look() {
  // Read each time: RDS changes the master's password.
  const master = await connect({ user: file('master/username'), password: file('master/password') });
  try {
    for (const done of await pass(serverOf(master, connect, schema), handoverBy(ask), new Date()))
      console.log(`users: ${done}`);
  } finally {
    await master.end();
  }
}

/** Returns whether it went well. */
async function lookAndSay() {
  try {
    await look();
    writeFileSync(MADE, '');
    return true;
  } catch (error) {
    rmSync(MADE, { force: true });
    const { message, cause } = /** @type {Error} */ (error);
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
    console.error(`users: Ghost's database user could not be seen to: ${why}`);
    return false;
  }
}

// The first process of a container is not ended by a signal that it does not handle.
process.once('SIGTERM', () => process.exit());
for (;;) await sleep((await lookAndSay()) ? AGAIN.well : AGAIN.failed);
