/** The packages with MariaDB's server and client, and the libraries that a plain system may lack for them. */
export const MARIADB_PACKAGES = [
  'mariadb-server-core',
  'mariadb-client-core',
  ['libaio1t64', 'libaio1'],
  'liburing2',
  'libnuma1',
  'libpcre2-8-0',
  'libedit2',
  'libncurses6',
  // Of Ubuntu's server only.
  'libpmem1',
  'libdaxctl1',
  'libndctl6',
] as const;
