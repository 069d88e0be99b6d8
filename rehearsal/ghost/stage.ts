import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CONTRACT_VALUES } from '../../cli/shared/rendering/contract-values.ts';
import type { Settings } from '../../lib/settings.ts';
import { MariaDb } from '../fakes/rds/mariadb.ts';
import type { Ownership } from '../fakes/rds/statements.ts';
import { Authority } from '../sandbox/authority.ts';
import { Database } from './database.ts';
import { Edge } from './edge.ts';
import { ghostImage } from './ghost-image.ts';
import type { Provisions } from './machine.ts';
import { MailServer } from './mail-server.ts';
import { Pod } from './pod.ts';
import type { Runtime } from './runtime-config.ts';
import { emptyContent } from './volumes.ts';
import { renderWorkload, type SecretsManager, type Workload } from './workload.ts';

/** Characters that shells, SQL, YAML, JSON and Flux each treat in their own way. */
export const AWKWARD = `a'b"c$d\\e\`f #{}%\${HOME} é`;

const DATABASE_ADDRESS = '10.0.128.20';
const POD_ADDRESS = '10.0.64.10';
const MAIL_ADDRESS = '192.0.2.25';
const MAIL_HOST = 'mail.example.com';
/** Every address of a run; they exist in its private network only. */
export const ADDRESSES = [DATABASE_ADDRESS, POD_ADDRESS, MAIL_ADDRESS];

/** Seconds for anything that a start of Ghost is part of; a machine may be busy with other things. */
export const TIMEOUT_SECONDS = 300;

export const OWNER = { email: 'owner@example.com', password: `K7 ${AWKWARD}` } as const;

const SECRETS: SecretsManager = {
  'arn:rehearsal:database': { username: 'ghost', password: AWKWARD },
  'arn:rehearsal:owner': { password: OWNER.password },
  'arn:rehearsal:mail': {
    host: MAIL_HOST,
    port: '587',
    user: 'ghost',
    password: AWKWARD,
    from: 'blog@example.com',
  },
};

/** Everything that a check needs: the rendered workload, and stand-ins for what is around it. */
export interface Stage {
  readonly site: string;
  readonly workload: Workload;
  readonly runtime: Runtime;
  readonly database: Database;
  readonly edge: Edge;
  readonly mail: MailServer;
  /** Renders the workload again with other settings or secrets. */
  render(settings: Readonly<Record<string, string>>, secrets?: SecretsManager): Workload;
  /** Starts a pod and registers it at the edge. */
  startPod(options?: { readonly workload?: Workload; readonly content?: string }): Pod;
  /** Deletes every pod that a section left behind. */
  clear(): Promise<void>;
  /** A content folder as a new file system has it. */
  emptyContent(): string;
}

/**
 * Starts what a run needs.
 * @param folder of the run; its name is also the name of the run's control groups
 */
export async function startHarness(folder: string, provisions: Provisions): Promise<Stage> {
  const host = 'blog.example.com';
  const databaseHost = 'database.example.com';
  const authority = await Authority.create(join(folder, 'database-authority'), "the database's authority");
  const settings: Settings = {
    ...CONTRACT_VALUES,
    SITE_URL: `https://${host}`,
    SITE_HOST: host,
    OWNER_EMAIL: OWNER.email,
    OWNER_SECRET_ARN: 'arn:rehearsal:owner',
    DATABASE_HOST: databaseHost,
    DATABASE_SECRET_ARN: 'arn:rehearsal:database',
    DATABASE_CA_BUNDLE: readFileSync(authority.certificate).toString('base64'),
  };
  const render = (changed: Readonly<Record<string, string>>, secrets: SecretsManager = {}) =>
    renderWorkload({ ...settings, ...changed }, { ...SECRETS, ...secrets });
  const workload = render({});
  const mailAuthority = await Authority.create(join(folder, 'mail-authority'), 'an authority that machines trust');
  const runtime: Runtime = {
    programs: provisions.debian,
    libraries: { LD_LIBRARY_PATH: join(provisions.debian, 'usr/lib/x86_64-linux-gnu') },
    image: ghostImage(provisions.ghost, workload.version),
    folder,
    group: basename(folder),
    hosts: { [databaseHost]: DATABASE_ADDRESS, 'other.example.com': DATABASE_ADDRESS, [MAIL_HOST]: MAIL_ADDRESS },
    trusted: readFileSync(mailAuthority.certificate, 'utf8'),
  };
  const owner: Ownership = {
    user: 'ghost',
    password: AWKWARD,
    database: settings.DATABASE_NAME,
    parameters: { require_secure_transport: 'ON' },
  };
  const server = {
    folder: join(folder, 'database'),
    programs: provisions.debian,
    env: runtime.libraries,
    address: DATABASE_ADDRESS,
    port: Number(settings.DATABASE_PORT),
    tls: await authority.issue('database', { commonName: 'database', hosts: [databaseHost] }),
  };
  const database = new Database(await MariaDb.create(server, owner), owner);
  const edge = await Edge.open(host, workload.port);
  const mail = await MailServer.open(
    MAIL_ADDRESS,
    587,
    await mailAuthority.issue('mail', { commonName: 'mail', hosts: [MAIL_HOST] }),
  );
  const pods: Pod[] = [];
  return {
    site: settings.SITE_URL,
    workload,
    runtime,
    database,
    edge,
    mail,
    render,
    emptyContent: () => emptyContent(folder, workload),
    startPod: (options = {}) => {
      const content = options.content ?? emptyContent(folder, workload);
      const pod = new Pod({ runtime, workload: options.workload ?? workload, content, address: POD_ADDRESS });
      pods.push(pod);
      edge.pod = pod;
      return pod;
    },
    clear: async () => {
      for (const pod of pods.splice(0)) await pod.delete();
    },
  };
}
