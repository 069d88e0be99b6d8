import type { Cause } from '../causes.ts';

/** What Ghost and its first container write when the database does not answer or refuses them. */
const DATABASE = [
  /no database yet/,
  /ER_(ACCESS_DENIED_ERROR|HOST_NOT_PRIVILEGED|BAD_DB_ERROR|HOST_IS_BLOCKED)/,
  /Access denied for user/,
  /Unknown database error/,
  /errorType: 'DatabaseError'/,
  /(ECONNREFUSED|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ECONNRESET)\b.*:3306/,
  /PROTOCOL_CONNECTION_LOST/,
  /HANDSHAKE_SSL_ERROR/,
];

const MIGRATION = [/MigrationsAreLocked/, /migrations are locked/, /Creating table:/, /Running migration/i];

/** What the first container writes when the schema is newer than its Ghost. */
const NEWER_SCHEMA = /the database was migrated by Ghost [\d.]+, and this is Ghost/;

/** What the program says that makes Ghost's user: gitops/apps/database/users.mjs. */
const NO_USER = /users: Ghost's database user could not be seen to/;

/** What a pod's last log lines say about why it is not ready; the last telling line decides. */
export function logCause(lines: readonly string[]): { cause: Cause; message: string } | undefined {
  for (const line of lines.toReversed()) {
    if (NEWER_SCHEMA.test(line)) return { cause: 'Ghost older than its database', message: line.trim() };
    if (DATABASE.some((pattern) => pattern.test(line))) return { cause: 'database unreachable', message: line.trim() };
    if (MIGRATION.some((pattern) => pattern.test(line))) return { cause: 'migration running', message: line.trim() };
    if (NO_USER.test(line)) return { cause: 'database user missing', message: line.trim() };
  }
  return undefined;
}
