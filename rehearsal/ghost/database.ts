import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Certificates } from './certificates.ts';
import { run } from './command.ts';
import { libraryPath } from './debian.ts';
import { waitFor } from './wait.ts';

const NOBODY = 65534;

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

/** STAND-IN for RDS MySQL 8.4: a MariaDB that refuses every connection without TLS. */
export class Database {
  private readonly props: DatabaseProps;
  private readonly socket: string;
  private server: ChildProcess | undefined;

  private constructor(props: DatabaseProps) {
    this.props = props;
    this.socket = join(props.folder, 'socket');
  }

  /** Makes an empty server and starts it. */
  static async create(props: DatabaseProps): Promise<Database> {
    const database = new Database(props);
    const data = join(props.folder, 'data');
    mkdirSync(join(data, 'mysql'), { recursive: true });
    for (const path of [props.folder, data, join(data, 'mysql'), props.certificates.key])
      chownSync(path, NOBODY, NOBODY);
    const tables = ['mysql_system_tables', 'mysql_performance_tables', 'mysql_system_tables_data'].map((name) =>
      readFileSync(join(props.root, 'usr/share/mysql', `${name}.sql`), 'utf8'),
    );
    await run('setpriv', [...database.asNobody(), '--bootstrap'], {
      env: libraryPath(props.root),
      input: `USE mysql;\n${tables.join('\n')}`,
      timeout: 60,
    });
    await database.start();
    return database;
  }

  /** Starts the server and waits until it answers. */
  async start(): Promise<void> {
    const { folder, address, port, certificates, user, password } = this.props;
    const first = join(folder, 'init.sql');
    const statements = [
      `CREATE USER IF NOT EXISTS ${user}@'%' IDENTIFIED BY ${quote(password)};`,
      `GRANT ALL ON ghost.* TO ${user}@'%';`,
      `CREATE USER IF NOT EXISTS observer@localhost IDENTIFIED BY 'observer';`,
      'GRANT ALL ON *.* TO observer@localhost;',
    ];
    writeFileSync(first, statements.join('\n'));
    const log = createWriteStream(join(folder, 'log'), { flags: 'a' });
    const args = [
      ...this.asNobody(),
      `--socket=${this.socket}`,
      `--bind-address=${address}`,
      `--port=${port}`,
      `--ssl-cert=${certificates.certificate}`,
      `--ssl-key=${certificates.key}`,
      '--require-secure-transport=ON',
      `--init-file=${first}`,
    ];
    this.server = spawn('setpriv', args, {
      env: { ...process.env, ...libraryPath(this.props.root) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.server.stdout?.pipe(log);
    this.server.stderr?.pipe(log);
    await waitFor('the database answers', 60, () => this.query('SELECT 1').catch(() => undefined));
  }

  /** Stops the server as a restart does. */
  async stop(): Promise<void> {
    const { server } = this;
    if (server === undefined || server.exitCode !== null) return;
    server.kill('SIGTERM');
    await waitFor('the database stops', 60, () => server.exitCode !== null || server.signalCode !== null);
  }

  /** Throws the schema away and makes an empty one. */
  async reset(): Promise<void> {
    await this.query('DROP DATABASE IF EXISTS ghost');
    await this.query('CREATE DATABASE ghost CHARACTER SET utf8mb4');
  }

  /** Asks as an administrator, through the local socket. */
  query(text: string): Promise<Row[]> {
    return this.ask({ user: 'observer', password: 'observer' }, text);
  }

  /** Asks with Ghost's own account and schema, as a second Ghost would. */
  asGhost(text: string): Promise<Row[]> {
    return this.ask({ user: this.props.user, password: this.props.password, database: 'ghost' }, text);
  }

  private async ask(account: object, text: string): Promise<Row[]> {
    const driver = createRequire(this.props.driverFrom)('mysql2/promise') as Driver;
    const connection = await driver.createConnection({ socketPath: this.socket, ...account });
    try {
      return (await connection.query(text))[0];
    } finally {
      await connection.end();
    }
  }

  private asNobody(): string[] {
    const share = join(this.props.root, 'usr/share/mysql');
    return [
      `--reuid=${NOBODY}`,
      `--regid=${NOBODY}`,
      '--clear-groups',
      join(this.props.root, 'usr/sbin/mariadbd'),
      '--no-defaults',
      `--datadir=${join(this.props.folder, 'data')}`,
      `--lc-messages-dir=${share}`,
      `--character-sets-dir=${join(share, 'charsets')}`,
    ];
  }
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
