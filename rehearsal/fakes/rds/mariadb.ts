import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Program } from '../../shared/process/program.ts';
import { run } from '../../shared/process/run.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { copyHistory } from './history.ts';
import { replay } from './replay.ts';
import { type Ownership, ownerPassword, ownershipStatements } from './statements.ts';
import { supportFiles } from './support-files.ts';

/** Seconds that a start may take; an empty server takes one, one that must recover a few more. */
const TIMEOUT_SECONDS = 60;

/** Seconds for an orderly end, after which the server is killed. */
const GRACE = 30;

export interface MariaDbOptions {
  /** A folder of its own: data, socket and log. */
  readonly folder: string;
  /** The folder that stands for `/` in the unpacked Debian packages. */
  readonly programs: string;
  /** Environment in which the programs find the libraries that were unpacked beside them. */
  readonly env: Readonly<Record<string, string>>;
  readonly address: string;
  readonly port: number;
  /** The server's certificate and key: paths. */
  readonly tls: { readonly certificate: string; readonly key: string };
  /** Where the server writes down every change, so that another can be restored from it. */
  readonly history: string;
}

/** A server's history, and the moment up to which it counts. */
export interface Origin {
  readonly history: string;
  readonly until: Date;
}

/**
 * A fake of RDS MySQL 8.4: a MariaDB that refuses every connection without TLS. It runs as whoever starts it, which
 * must be somebody in private namespaces. Not modelled: MySQL's own dialect.
 */
export class MariaDb {
  readonly #options: MariaDbOptions;
  #program: Program | undefined;
  /** That of the last start, with the owner's password of today. */
  #ownership: Ownership;
  /** A restart and a crash take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: MariaDbOptions, ownership: Ownership) {
    this.#options = options;
    this.#ownership = ownership;
  }

  /**
   * Makes a server, empty or as another one was, starts it, and returns once its owner can connect.
   * @param origin what it is restored from
   */
  static async create(options: MariaDbOptions, ownership: Ownership, origin?: Origin): Promise<MariaDb> {
    const server = new MariaDb(options, ownership);
    await mkdir(join(server.#data, 'mysql'), { recursive: true });
    const tables = supportFiles(options.programs).bootstrap.map((file) => readFileSync(file, 'utf8'));
    await run(server.#binary('sbin/mariadbd'), [...server.#basics(), '--bootstrap'], {
      env: options.env,
      input: ['USE mysql;', ...tables].join('\n'),
      log: server.log,
      seconds: TIMEOUT_SECONDS,
    });
    await mkdir(options.history, { recursive: true });
    if (origin) await server.#restore(origin);
    try {
      await server.start(ownership);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** The local socket, on which no TLS is asked for. */
  get socket(): string {
    return join(this.#options.folder, 'socket');
  }

  /** Where the server's own log is. */
  get log(): string {
    return join(this.#options.folder, 'log');
  }

  /** Starts the server on the data that is there, and returns once its owner can connect. */
  async start(ownership: Ownership): Promise<void> {
    const { folder, address, port, tls, env } = this.#options;
    const first = join(folder, 'first.sql');
    await writeFile(first, ownershipStatements(ownership), { mode: 0o600 });
    const network = [`--socket=${this.socket}`, `--bind-address=${address}`, `--port=${port}`];
    const variables = Object.entries(ownership.parameters).map(
      ([name, value]) => `--${name.replaceAll('_', '-')}=${value}`,
    );
    const security = [`--ssl-cert=${tls.certificate}`, `--ssl-key=${tls.key}`, ...variables];
    const files = [`--pid-file=${join(folder, 'pid')}`, `--init-file=${first}`];
    const history = [
      `--log-bin=${join(this.#options.history, 'log')}`,
      '--server-id=1',
      '--binlog-format=ROW',
      // Whether a user may make triggers is for its rights to say, and not for the binary log.
      '--log-bin-trust-function-creators=1',
    ];
    const args = [...this.#basics(), ...network, ...security, ...files, ...history, '--character-set-server=utf8mb4'];
    const program = new Program('mariadbd', this.#binary('sbin/mariadbd'), args, { log: this.log, env });
    this.#program = program;
    this.#ownership = ownership;
    await waitFor('the database answers', () => this.query(ownership, 'SELECT 1'), {
      seconds: TIMEOUT_SECONDS,
      where: this.log,
      hopeless: () => program.death(),
    });
  }

  /** Ends the server in order; the data stay. */
  async stop(): Promise<void> {
    await this.#program?.stop(GRACE);
    this.#program = undefined;
  }

  /** Ends the server and starts a new process on the same data: every connection breaks. */
  restart(ownership: Ownership): Promise<void> {
    return this.#inTurn(async () => {
      await this.stop();
      await this.start(ownership);
    });
  }

  /** Kills the server, and starts another on what it left on the disk, as RDS does with one that crashed. */
  crash(): Promise<void> {
    return this.#inTurn(async () => {
      process.kill(await this.processId(), 'SIGKILL');
      await this.stop();
      await this.start(this.#ownership);
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Gives the owner another password; open connections stay. */
  async changePassword(from: Ownership, to: Ownership): Promise<void> {
    await this.query(from, ownerPassword(to));
    this.#ownership = to;
  }

  /** The number of the server's process, which a restart changes. */
  async processId(): Promise<number> {
    return Number.parseInt(await readFile(join(this.#options.folder, 'pid'), 'utf8'), 10);
  }

  /** Asks through the local socket, and returns the rows: a line each, columns divided by tabs, no header. */
  async query(who: Ownership, statement: string): Promise<string> {
    const args = ['--no-defaults', `--socket=${this.socket}`, `--user=${who.user}`, '--batch', '--skip-column-names'];
    return await run(this.#binary('bin/mariadb'), [...args, `--execute=${statement}`], {
      env: { ...this.#options.env, MYSQL_PWD: who.password },
      seconds: 30,
    });
  }

  async #restore({ history, until }: Origin): Promise<void> {
    const { folder, env } = this.#options;
    // For whoever is restored from this one later.
    await copyHistory(history, this.#options.history, until, 'base');
    const programs = { mariadbd: this.#binary('sbin/mariadbd'), mariadb: this.#binary('bin/mariadb') };
    const server = { basics: this.#basics(), folder, data: this.#data, env, log: this.log };
    await replay({ ...programs, ...server, history, until });
  }

  get #data(): string {
    return join(this.#options.folder, 'data');
  }

  #binary(path: string): string {
    return join(this.#options.programs, 'usr', path);
  }

  #basics(): string[] {
    const { folder } = supportFiles(this.#options.programs);
    return [
      '--no-defaults',
      '--user=root',
      `--datadir=${this.#data}`,
      `--lc-messages-dir=${folder}`,
      `--character-sets-dir=${join(folder, 'charsets')}`,
    ];
  }
}
