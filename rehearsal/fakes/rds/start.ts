import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { run } from '../../shared/process/run.ts';
import { MariaDb, type Origin } from './mariadb.ts';
import { Places } from './places.ts';
import { Databases, type Description, listenForDatabases, type Started } from './server.ts';
import type { Ownership } from './statements.ts';

/** MySQL's port, which security groups and network policies name. */
const PORT = 3306;

/** The databases of a sandbox. */
export interface SandboxDatabases {
  /** What `REHEARSAL_DATABASES_URL` of the AWS emulator must be. */
  readonly url: string;
  /** The server behind a DB instance, for faults; undefined when there is none. */
  readonly find: (identifier: string) => MariaDb | undefined;
  /** Ends every server and stops listening. */
  readonly stop: () => Promise<void>;
}

/** Lets the fake RDS start real servers in the sandbox, each with TLS at a host name of its own. */
export async function startDatabases(sandbox: Sandbox, region: string): Promise<SandboxDatabases> {
  const places = new Places(ADDRESSES.database, region);
  const servers = new Map<string, MariaDb>();
  const databases = new Databases(async (identifier, description) => {
    const started = await startDatabase(sandbox, places, identifier, description, historyOf(sandbox, description));
    servers.set(identifier, started.server);
    return started;
  });
  const server = await listenForDatabases(databases);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    find: (identifier) => servers.get(identifier),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await databases.stop();
    },
  };
}

/** Where a database writes its history, and what it is restored from. It outlives the database, as RDS's backups do. */
function historyOf(sandbox: Sandbox, { resourceId, restore }: Pick<Description, 'resourceId' | 'restore'>): History {
  const folder = (id: string) => join(sandbox.folder, 'database-backups', id);
  const origin = restore && { history: folder(restore.resourceId), until: new Date(restore.until) };
  return { history: folder(resourceId), ...(origin ? { origin } : {}) };
}

interface History {
  readonly history: string;
  readonly origin?: Origin;
}

/**
 * Starts a server with TLS at a host name of its own.
 * @param kept where its history is, by default beside its data
 * @returns once its owner can connect
 */
export async function startDatabase(
  sandbox: Sandbox,
  places: Places,
  identifier: string,
  ownership: Ownership,
  kept?: History,
): Promise<Started & { readonly server: MariaDb }> {
  const isNew = !places.known(identifier);
  const { host, address } = places.of(identifier);
  if (isNew) {
    if (address !== ADDRESSES.database)
      await run('ip', ['address', 'add', `${address}/32`, 'dev', 'lo'], { seconds: 10 });
    sandbox.names.add(address, [host]);
  }
  const folder = join(sandbox.folder, 'databases', identifier);
  await mkdir(folder, { recursive: true });
  // The host name may be longer than a common name can be; clients look at the list of hosts.
  const tls = await sandbox.authority.issue(identifier, { commonName: 'database', hosts: [host] });
  const programs = sandbox.plan.cache.debian;
  try {
    const server = await MariaDb.create(
      {
        folder,
        programs,
        env: sandbox.nodeEnv,
        address,
        port: PORT,
        tls,
        history: kept?.history ?? join(folder, 'history'),
      },
      ownership,
      kept?.origin,
    );
    return { server, host, port: PORT, folder };
  } catch (error) {
    await rm(join(folder, 'data'), { recursive: true, force: true }); // so that a second try starts afresh
    throw error;
  }
}
