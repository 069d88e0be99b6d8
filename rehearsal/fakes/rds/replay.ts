import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RehearsalError } from '../../shared/errors.ts';
import { Program } from '../../shared/process/program.ts';
import { run } from '../../shared/process/run.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { copyHistory } from './history.ts';

/** Seconds that starting, and taking in all of a history, may take. */
const TIMEOUT_SECONDS = 60;

/** What a server says of itself once it has taken in everything. */
const DONE = 'Slave has read all relay log';

/** An empty server that shall become what another one was. */
export interface Replay {
  readonly mariadbd: string;
  readonly mariadb: string;
  /** What the server is started with in any case. */
  readonly basics: readonly string[];
  /** A folder of its own: socket, log and the server's data. */
  readonly folder: string;
  /** Where the data of the server are. */
  readonly data: string;
  /** Where the other server's history is, and the moment up to which it counts. */
  readonly history: string;
  readonly until: Date;
  /** The environment of both programs. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
}

/**
 * Has an empty server take in what another one wrote down: by MariaDB's own replication, whose relay log that is. Nobody else
 * can connect meanwhile, and the server ends afterwards.
 */
export async function replay(options: Replay): Promise<void> {
  const { basics, folder, data, history, until, env, log } = options;
  const [first, ...rest] = await copyHistory(history, data, until, 'relay');
  if (first === undefined) throw nothingKept(history);
  await writeFile(join(data, 'relay.index'), [first, ...rest].map((file) => `./${file}\n`).join(''));
  const socket = join(folder, 'replay-socket');
  // Another number than the one in the history: a server takes for its own, and skips, what carries its number.
  const args = [`--socket=${socket}`, '--skip-networking', '--server-id=2', '--skip-slave-start', '--relay-log=relay'];
  const files = ['--relay-log-index=relay.index', `--pid-file=${join(folder, 'replay-pid')}`];
  const program = new Program('mariadbd', options.mariadbd, [...basics, ...args, ...files], { log, env });
  const ask = (statement: string) =>
    run(options.mariadb, ['--no-defaults', `--socket=${socket}`, '--user=root', '--batch', `--execute=${statement}`], {
      env,
      seconds: 30,
    });
  const waiting = { seconds: TIMEOUT_SECONDS, where: log, hopeless: () => program.death() };
  try {
    await waitFor('the database that is restored answers', () => ask('SELECT 1'), waiting);
    await ask(
      `CHANGE MASTER TO MASTER_HOST='none', RELAY_LOG_FILE='${first}', RELAY_LOG_POS=4, MASTER_USE_GTID=no; START SLAVE SQL_THREAD`,
    );
    await waitFor('the database is restored', async () => requireDone(await ask('SHOW SLAVE STATUS'), log), waiting);
    await ask('STOP SLAVE; RESET SLAVE ALL');
  } finally {
    await program.stop(TIMEOUT_SECONDS);
  }
}

function requireDone(status: string, where: string): true {
  if (status.includes(DONE)) return true;
  throw new RehearsalError(`it says of itself: ${status.slice(-500)}`, {
    where,
    help: 'read the log for its last error',
  });
}

function nothingKept(where: string): RehearsalError {
  return new RehearsalError('there is no history to restore from', {
    where,
    help: 'see what the fake RDS asked for in its log',
  });
}
