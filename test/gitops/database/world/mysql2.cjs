// @ts-check
// Stands in for mysql2/promise and a server that has a master and the users that the master makes. What the
// statements say is for mysql.test.ts.
const { note, world } = require('../../world/note.cjs');

/** @type {import('../users.test.ts').State} */
const { away } = world();
let looks = 0;

/** @type {Map<string, string>} */
const users = new Map([['admin', 'a secret']]);

/** @param {{ user: string, password: string }} login */
exports.createConnection = async ({ user, password, ...rest }) => {
  note({ signsIn: user, ...rest });
  if (user === 'admin') looks += 1;
  if (away && looks > away.after) throw new Error(away.why);
  if (users.get(user) !== password) throw Object.assign(new Error('denied'), { code: 'ER_ACCESS_DENIED_ERROR' });
  return {
    /** @param {string} statement @param {string[]} values */
    query: async (statement, [name = '', secret = ''] = []) => {
      if (statement.startsWith('ALTER USER')) users.set(name, secret);
      return [[], undefined];
    },
    end: async () => note({ hangsUp: user }),
  };
};
