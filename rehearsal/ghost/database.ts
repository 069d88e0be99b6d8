import { createRequire } from 'node:module';
import { MariaDb } from '../database/mariadb.ts';
import type { Ownership } from '../database/statements.ts';
import type { Certificates } from './certificates.ts';
import { libraryPath } from './debian.ts';

interface Row {
  readonly [column: string]: unknown;
}

interface Driver {
  createConnection(options: object): Promise<{
    query(text: string): Promise<[Row[], unknown]>;
    end(): Promise<void>;
  }>;
}

export interface DatabaseProps {
  /** Folder of this run; holds data, socket and log. */
  readonly folder: string;
  /** Unpacked Debian programs. */
  readonly root: string;
  /** Path of Ghost's package.json: its own driver speaks to the server. */
  readonly driverFrom: string;
  readonly address: string;
  readonly port: number;
  readonly certificates: Certificates;
  readonly user: string;
  readonly password: string;
}

/** The database of the Ghost run, with questions about what Ghost did in it. */
export class Database {
  private readonly server: MariaDb;
  private readonly ownership: Ownership;
  private readonly driver: Driver;

  private constructor(server: MariaDb, ownership: Ownership, driver: Driver) {
    this.server = server;
    this.ownership = ownership;
    this.driver = driver;
  }

  /** Makes an empty server and starts it. */
  static async create(props: DatabaseProps): Promise<Database> {
    const { folder, root, address, port, certificates, user, password } = props;
    const parameters = { require_secure_transport: 'ON' };
    const ownership = { user, password, database: 'ghost', parameters };
    const options = { folder, programs: root, env: libraryPath(root), address, port, tls: certificates };
    const driver = createRequire(props.driverFrom)('mysql2/promise') as Driver;
    return new Database(await MariaDb.create(options, ownership), ownership, driver);
  }

  /** Starts the server and waits until it answers. */
  async start(): Promise<void> {
    await this.server.start(this.ownership);
  }

  /** Stops the server as a restart does. */
  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** Throws the schema away and makes an empty one. */
  async reset(): Promise<void> {
    await this.query('DROP DATABASE IF EXISTS ghost');
    await this.query('CREATE DATABASE ghost CHARACTER SET utf8mb4');
  }

  /** Asks as the owner, through the local socket and without a schema. */
  query(text: string): Promise<Row[]> {
    return this.ask({}, text);
  }

  /** Asks in Ghost's schema, as a second Ghost would. */
  asGhost(text: string): Promise<Row[]> {
    return this.ask({ database: this.ownership.database }, text);
  }

  private async ask(where: object, text: string): Promise<Row[]> {
    const { user, password } = this.ownership;
    const connection = await this.driver.createConnection({
      socketPath: this.server.socket,
      user,
      password,
      ...where,
    });
    try {
      return (await connection.query(text))[0];
    } finally {
      await connection.end();
    }
  }
}
