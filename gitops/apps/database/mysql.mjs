// @ts-check
// The database server, as its master sees it. These statements mean the same to MySQL 8.4 and to MariaDB.

/**
 * What Ghost and its migrations do in their schema. It has a view, which runs with the rights of who asks. No triggers,
 * events and routines: they would run when who made them is gone.
 */
const RIGHTS = 'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW';

/** How Ghost's users are called, and nobody else. */
const OURS = 'blog\\_%';

/** A session of the schema that did something within this time may be migrating. */
const ACTIVE_SECONDS = 60;

/** What the server says to a user that it does not know, knows by another password, has locked, or lets nowhere near the schema. */
const REFUSED = ['ER_ACCESS_DENIED_ERROR', 'ER_ACCOUNT_HAS_BEEN_LOCKED', 'ER_DBACCESS_DENIED_ERROR'];

/**
 * @typedef {{ user: string, password: string, database?: string }} Login
 * @typedef {{ query(sql: string, values?: unknown[]): Promise<[object[], unknown]>, end(): Promise<void> }} Connection
 * @typedef {(login: Login) => Promise<Connection>} Connect
 * @typedef {{ Id: number, User: string, db: string | null, Command: string, Time: number }} Session
 */

/**
 * The server behind a connection of its master.
 * @param {Connection} master
 * @param {Connect} connect signs in as somebody else
 * @param {string} schema Ghost's
 * @returns {import('./pass.mjs').Server}
 */
export function serverOf(master, connect, schema) {
  // In a grant, `_` and `%` of a schema's name stand for other characters.
  const granted = `\`${schema.replaceAll('`', '``').replaceAll(/[_%]/g, '\\$&')}\`.*`;
  const sessions = async () => /** @type {Session[]} */ ((await master.query('SHOW PROCESSLIST'))[0]);

  return {
    async accepts({ username, password }) {
      try {
        await (await connect({ user: username, password, database: schema })).end();
        return true;
      } catch (error) {
        if (REFUSED.includes(/** @type {{ code?: string }} */ (error).code ?? '')) return false;
        throw error;
      }
    },

    async make({ username, password }) {
      await master.query("CREATE USER IF NOT EXISTS ?@'%'", [username]);
      await master.query("ALTER USER ?@'%' IDENTIFIED BY ? REQUIRE SSL ACCOUNT UNLOCK", [username, password]);
      await master.query(`GRANT ${RIGHTS} ON ${granted} TO ?@'%'`, [username]);
    },

    async migrating() {
      const tables = 'SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?';
      const [known] = await master.query(tables, [schema, 'migrations_lock']);
      if (known.length === 0) return false;
      const [locked] = await master.query('SELECT lock_key FROM ??.migrations_lock WHERE locked = 1', [schema]);
      if (locked.length === 0) return false;
      return (await sessions()).some(
        ({ db, Command, Time }) => db === schema && (Command !== 'Sleep' || Time < ACTIVE_SECONDS),
      );
    },

    async idle(current) {
      // Those with rights: a retired one has none.
      const [rows] = await master.query('SELECT User AS name FROM mysql.db WHERE User LIKE ?', [OURS]);
      const busy = (await sessions()).map(({ User }) => User);
      return /** @type {{ name: string }[]} */ (rows)
        .map(({ name }) => name)
        .filter((name) => name !== current && !busy.includes(name));
    },

    async retire(username) {
      await master.query("ALTER USER ?@'%' ACCOUNT LOCK", [username]);
      await master.query("REVOKE ALL PRIVILEGES, GRANT OPTION FROM ?@'%'", [username]);
    },
  };
}
