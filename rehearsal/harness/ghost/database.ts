import { CONTRACT_VALUES } from '../../../cli/shared/rendering/contract-values.ts';
import type { MariaDb } from '../../fakes/rds/mariadb.ts';
import { Places } from '../../fakes/rds/places.ts';
import { startDatabase } from '../../fakes/rds/start.ts';
import type { Ownership } from '../../fakes/rds/statements.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { DATABASE_USER } from './settings.ts';

/** Ghost's database, as the scenarios treat it. */
export class GhostDatabase {
  readonly #server: MariaDb;
  readonly #owner: Ownership;

  constructor(server: MariaDb, owner: Ownership) {
    this.#server = server;
    this.#owner = owner;
  }

  /** Throws the schema away and makes an empty one. */
  async reset(): Promise<void> {
    const { database } = this.#owner;
    await this.query(`DROP DATABASE IF EXISTS ${database}; CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  }

  /** Asks with Ghost's own account, and returns the first column of the first row. @throws ProcessError when refused */
  async query(statement: string): Promise<string> {
    return (await this.#server.query(this.#owner, statement)).split(/[\t\n]/)[0] ?? '';
  }

  start(): Promise<void> {
    return this.#server.start(this.#owner);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}

/** The database of a harness, and where it answers. */
interface StartedDatabase {
  readonly database: GhostDatabase;
  readonly host: string;
  /** Another name of the same server, which its certificate is not for. */
  readonly otherHost: string;
}

/** Starts the blog's database server, as RDS would make it. */
export async function startGhostDatabase(sandbox: Sandbox): Promise<StartedDatabase> {
  const { username: user, password } = DATABASE_USER;
  const database = CONTRACT_VALUES.DATABASE_NAME;
  const owner: Ownership = { user, password, database, parameters: { require_secure_transport: 'ON' } };
  const places = new Places(ADDRESSES.database, CONTRACT_VALUES.AWS_REGION);
  const { server, host } = await startDatabase(sandbox, places, 'ghost', owner);
  const otherHost = host.replace('ghost.', 'other.');
  sandbox.names.add(ADDRESSES.database, [otherHost]);
  return { database: new GhostDatabase(server, owner), host, otherHost };
}
