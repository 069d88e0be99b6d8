import { setting } from '../harness/settings.ts';
import { RehearsalError } from '../shared/errors.ts';
import { asGhost } from './access/as-ghost.ts';
import type { Scenario } from './scenario.ts';

/** What Ghost does, and what somebody who broke into it would like to do. */
const tries = (schema: string) => ({
  allowed: [
    `SELECT COUNT(*) FROM ${schema}.posts`,
    `CREATE TABLE ${schema}.tried (id INT PRIMARY KEY)`,
    `ALTER TABLE ${schema}.tried ADD COLUMN name VARCHAR(9), ADD INDEX (name)`,
    `INSERT INTO ${schema}.tried VALUES (1, 'a')`,
    `CREATE OR REPLACE SQL SECURITY INVOKER VIEW ${schema}.seen AS SELECT id FROM ${schema}.tried`,
    `DROP VIEW ${schema}.seen`,
    `DROP TABLE ${schema}.tried`,
  ],
  refused: [
    'SELECT User FROM mysql.user',
    "CREATE USER 'planted'@'%'",
    `GRANT SELECT ON ${schema}.* TO 'planted'@'%'`,
    'CREATE DATABASE planted',
    // What these leave would run when whoever planted it is gone.
    `CREATE EVENT ${schema}.planted ON SCHEDULE EVERY 1 DAY DO SELECT 1`,
    `CREATE TRIGGER ${schema}.planted BEFORE INSERT ON ${schema}.posts FOR EACH ROW SET @a = 1`,
    `CREATE PROCEDURE ${schema}.planted() SELECT 1`,
    'SET GLOBAL max_connections = 1',
    "SELECT LOAD_FILE('/etc/passwd') INTO OUTFILE '/tmp/planted'",
  ],
});

/** What the database says to a user without the right. */
const DENIED = /^ER_\w*ACCESS_DENIED_ERROR$/;

/** Statements from within Ghost's container, by Ghost's own login. */
export const databaseUser: Scenario = {
  id: 'database-user',
  title: 'database: Ghost may use its schema, and plant nothing that outlives it',
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    const { allowed, refused } = tries(await setting(harness, 'DATABASE_NAME'));
    const answers = await asGhost(kubectl, [...allowed, ...refused]);
    for (const [index, statement] of [...allowed, ...refused].entries()) {
      const answer = answers[index] ?? 'nothing';
      const isRight = index < allowed.length ? answer === 'allowed' : DENIED.test(answer);
      if (!isRight)
        throw new RehearsalError(`Ghost's database user got ${answer} for ${statement}`, {
          help: 'see the rights in gitops/apps/database/mysql.mjs',
        });
    }
    return `${allowed.length} statements allowed, ${refused.length} refused`;
  },
};
