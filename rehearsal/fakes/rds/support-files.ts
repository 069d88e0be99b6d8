import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The files that MariaDB reads beside its programs: messages, character sets, and the statements of an empty server. */
export interface SupportFiles {
  readonly folder: string;
  /** Scripts that fill the schema `mysql`, in order. */
  readonly bootstrap: readonly string[];
}

/**
 * Finds them among unpacked packages: MariaDB 11, of Debian 13, has them under its own name, older releases under MySQL's.
 * @param programs the folder that stands for `/`
 */
export function supportFiles(programs: string): SupportFiles {
  const own = join(programs, 'usr/share/mariadb/mariadb_system_tables.sql');
  const name = existsSync(own) ? 'mariadb' : 'mysql';
  const folder = join(programs, 'usr/share', name);
  const parts = ['system_tables', 'performance_tables', 'system_tables_data'];
  return { folder, bootstrap: parts.map((part) => join(folder, `${name}_${part}.sql`)) };
}
