import type { MariaDb } from '../fakes/rds/mariadb.ts';
import type { Ownership } from '../fakes/rds/statements.ts';

/** Ghost's database, as the checks treat it. */
export class Database {
  private readonly server: MariaDb;
  private readonly owner: Ownership;

  constructor(server: MariaDb, owner: Ownership) {
    this.server = server;
    this.owner = owner;
  }

  /** Throws the schema away and makes an empty one. */
  async reset(): Promise<void> {
    const { database } = this.owner;
    await this.query(`DROP DATABASE IF EXISTS ${database}; CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  }

  /** Asks with Ghost's own account, and returns the first column of the first row. */
  async query(statement: string): Promise<string> {
    return (await this.server.query(this.owner, statement)).split(/[\t\n]/)[0] ?? '';
  }

  start(): Promise<void> {
    return this.server.start(this.owner);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
