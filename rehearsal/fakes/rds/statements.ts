/** Who owns a server and what is in it from the start, as RDS makes it from a DB instance's properties. */
export interface Ownership {
  readonly user: string;
  readonly password: string;
  /** The first schema. */
  readonly database: string;
  /** Server variables that the parameter group sets, such as `require_secure_transport`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What RDS grants its master user, in MariaDB's words: everything but the rights that reach the host's files. */
const MASTER_RIGHTS = [
  'SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES',
  'CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW',
  'CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER',
].join(', ');

/**
 * What the server runs at every start, before anybody can connect: makes the schema and its owner, and gives the owner
 * the password of today. One statement a line, as the server's init file wants it.
 */
export function ownershipStatements(ownership: Ownership): string {
  const owner = account(ownership);
  return [
    `CREATE DATABASE IF NOT EXISTS ${quoteName(ownership.database)} CHARACTER SET utf8mb4;`,
    `CREATE USER IF NOT EXISTS ${owner};`,
    `${ownerPassword(ownership)};`,
    `GRANT ${MASTER_RIGHTS} ON *.* TO ${owner} WITH GRANT OPTION;`,
    '',
  ].join('\n');
}

/** The statement that gives the owner its password. */
export function ownerPassword(ownership: Ownership): string {
  return `ALTER USER ${account(ownership)} IDENTIFIED BY ${quote(ownership.password)}`;
}

function account({ user }: Ownership): string {
  return `${quote(user)}@'%'`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
