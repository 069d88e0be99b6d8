// @ts-check
// Stands in for mysql2/promise and the server behind it. It knows the statements of prepare.mjs and no others; that MySQL
// understands them is for the rehearsal to show.
const { note, world } = require('../../world/note.cjs');

/** @type {import('../world.ts').Image} */
const { database } = world();
let locked = database.locked;

/** @param {string | undefined} code @param {string} message */
const failure = (code, message) => Object.assign(new Error(message), code && { code });

/**
 * @template T
 * @param {T | undefined} table
 * @returns {T}
 */
function existing(table) {
  if (table === undefined) throw failure('ER_NO_SUCH_TABLE', 'no such table');
  return table;
}

/** @type {Record<string, () => object[]>} */
const STATEMENTS = {
  'SELECT lock_key FROM migrations_lock WHERE locked = 1': () => (existing(locked) ? [{ lock_key: 'km01' }] : []),
  'UPDATE migrations_lock SET locked = 0, released_at = NOW() WHERE locked = 1': () => {
    locked = false;
    return [];
  },
  'SHOW PROCESSLIST': () =>
    database.sessions
      .filter(({ leaves }) => leaves === undefined || Date.now() < leaves)
      .map(({ leaves: _, ...session }) => session),
  'SELECT currentVersion AS version FROM migrations WHERE currentVersion IS NOT NULL': () =>
    existing(database.migratedBy).map((version) => ({ version })),
  [[
    'SELECT users.status FROM users JOIN roles_users ON roles_users.user_id = users.id',
    "JOIN roles ON roles.id = roles_users.role_id WHERE roles.name = 'Owner'",
  ].join(' ')]: () => existing(database.owners).map((status) => ({ status })),
};

/** @param {object} options */
exports.createConnection = async (options) => {
  note({ connects: options });
  const { away } = database;
  if (away && Date.now() < away.until) throw failure(away.code, away.message);
  return {
    threadId: 7,
    /** @param {string} text */
    query: async (text) => {
      const statement = text.replaceAll(/\s+/g, ' ');
      note({ asks: statement });
      const answer = STATEMENTS[statement];
      if (database.broken || answer === undefined) throw failure('ER_PARSE_ERROR', `no answer to ${statement}`);
      return [answer(), undefined];
    },
    end: async () => note({ hangsUp: true }),
  };
};
