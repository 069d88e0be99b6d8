import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Ended, runProgram, type World } from '../world/run-program.ts';

/** What prepare.mjs finds in Ghost's image and outside of it. */
export interface Image {
  /** This Ghost's, as it writes it: `6.65`. */
  readonly version: string;
  readonly database: Database;
  readonly ghost: FakeGhost;
}

/** A table that is left out does not exist. */
export interface Database {
  /** Refuses connections until then, in milliseconds of the clock. */
  readonly away?: { readonly until: number; readonly code?: string; readonly message: string };
  /** Whether migrations_lock is held. */
  readonly locked?: boolean;
  readonly sessions: readonly Session[];
  /** The versions in the table `migrations`. */
  readonly migratedBy?: readonly string[];
  /** The states of those who have the role Owner. */
  readonly owners?: readonly string[];
  /** Fails at every statement. */
  readonly broken?: boolean;
}

interface Session {
  readonly Id: number;
  readonly db: string | null;
  readonly Command: string;
  /** In seconds. */
  readonly Time: number;
  /** When it ends, in milliseconds of the clock. */
  readonly leaves?: number;
}

interface FakeGhost {
  /** How many questions it answers with 503 before it is there. */
  readonly boots?: number;
  /** Ends as soon as it starts, with this exit code or by this signal. */
  readonly ends?: number | NodeJS.Signals;
  /** Listens to nobody. */
  readonly deaf?: boolean;
  /** Never answers the first request. */
  readonly silent?: boolean;
  /** Its answer to the new owner. */
  readonly answers?: { readonly status: number; readonly text: string };
}

/** One thing that has happened in a world. */
export interface Note {
  readonly connects?: object;
  readonly asks?: string;
  readonly hangsUp?: true;
  /** What Ghost was started with. */
  readonly starts?: { readonly url: string | undefined; readonly host: string | undefined };
  /** What Ghost was asked: method, address, type and body. */
  readonly request?: string;
  readonly ghost?: 'is to end' | 'has ended';
  /** When prepare.mjs ended, in milliseconds of the clock. */
  readonly ended?: number;
}

const fake = (name: string) => join(import.meta.dirname, 'world', name);
const PROGRAM = join(import.meta.dirname, '../../../gitops/apps/ghost/prepare.mjs');
const FAKES = {
  'current/index.js': fake('ghost.cjs'),
  'current/MigratorConfig.js': fake('migrator-config.cjs'),
  'current/node_modules/mysql2/promise.js': fake('mysql2.cjs'),
};

interface Options {
  /** What the file of the owner's password holds. */
  readonly password?: string;
  readonly meanwhile?: World<Note>['meanwhile'];
}

/** Runs gitops/apps/ghost/prepare.mjs, as the pod does. */
export async function prepare(
  t: TestContext,
  image: Image,
  { password = 'p', meanwhile }: Options = {},
): Promise<Ended<Note>> {
  return runProgram<Note>(t, {
    state: image,
    files: { password },
    fakes: FAKES,
    args: ['--import', fake('clock.mjs'), PROGRAM, 'current/index.js', 'owner@example.com', 'password'],
    env: { url: 'https://blog.example.com', server__host: '0.0.0.0', server__port: await freePort() },
    ...(meanwhile && { meanwhile }),
  });
}

/** Of the loopback address. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}
