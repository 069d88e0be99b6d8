import type { Kubectl } from '../../cluster/kubectl.ts';

const PROGRAM = `
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const setting = (name) => {
  const key = 'database__connection__' + name;
  return process.env[key] ?? readFileSync(process.env[key + '_FILE'], 'utf8');
};
const statements = JSON.parse(process.argv[1]);
const mysql = createRequire(join(process.cwd(), 'current/index.js'))('mysql2/promise');
(async () => {
  const connection = await mysql.createConnection({
    host: setting('host'), port: Number(setting('port')), database: setting('database'),
    user: setting('user'), password: setting('password'), ssl: { ca: setting('ssl__ca') },
  });
  const answers = [];
  for (const statement of statements)
    answers.push(await connection.query(statement).then(() => 'allowed', (error) => error.code));
  console.log(JSON.stringify(answers));
  await connection.end();
})();
`;

/**
 * Runs SQL statements in Ghost's container, with the settings and files that Ghost has there.
 * @returns `allowed` or the error's code, for each statement
 */
export async function asGhost(kubectl: Kubectl, statements: readonly string[]): Promise<string[]> {
  const inPod = ['-n', 'ghost', 'exec', 'deployment/ghost', '--container=ghost', '--'];
  const said = await kubectl([...inPod, 'node', '-e', PROGRAM, JSON.stringify(statements)], { seconds: 60 });
  return JSON.parse(said) as string[];
}
