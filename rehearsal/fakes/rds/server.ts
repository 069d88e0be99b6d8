import { rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { z } from 'zod';
import { type JsonRequest, listenJson, Refusal } from '../../shared/http/json-server.ts';
import type { Ownership } from './statements.ts';

/** Where the fake RDS asks for databases; loopback of the sandbox. */
const DATABASE_SERVER = { host: '127.0.0.1', port: 7081 } as const;

const resourceId = z.string().regex(/^db-[A-Z0-9]+$/);

/** The body of POST and PUT: what RDS knows of a DB instance. */
const description = z.strictObject({
  engine: z.literal('mysql'),
  version: z.string().regex(/^8\.4(\.|$)/, 'this rehearsal stands in for MySQL 8.4'),
  instanceClass: z.string().regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/),
  user: z.string().min(1),
  password: z.string().min(8),
  database: z.string().min(1),
  /** What the parameter group sets. */
  parameters: z.record(z.string(), z.string()),
  /** What RDS knows the instance by for as long as its backups are kept. */
  resourceId,
  /** What it is made from, which POST alone looks at. */
  restore: z.strictObject({ resourceId, until: z.iso.datetime() }).optional(),
});
export type Description = z.infer<typeof description>;

/** A server that runs. */
interface Running {
  readonly restart: (ownership: Ownership) => Promise<void>;
  /** Gives the owner another password; open connections stay. */
  readonly changePassword: (from: Ownership, to: Ownership) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A server, and where clients reach it. */
export interface Started {
  readonly server: Running;
  readonly host: string;
  readonly port: number;
  /** Holds everything the server wrote but its history; removed with it. */
  readonly folder: string;
}

/** Starts a server for a new identifier. */
export type Start = (identifier: string, description: Description) => Promise<Started>;

/** The databases of a rehearsal, as the fake RDS asks for them. */
export class Databases {
  readonly #start: Start;
  readonly #running = new Map<string, { readonly started: Started; readonly description: Description }>();

  constructor(start: Start) {
    this.#start = start;
  }

  /** Answers POST, PUT and DELETE of `/databases/IDENTIFIER`, each once clients can connect (again). */
  async answer({ method, path, body }: JsonRequest): Promise<unknown> {
    const identifier = /^\/databases\/([a-z][a-z0-9-]{0,62})$/.exec(path)?.[1];
    if (identifier && method === 'POST') return await this.#create(identifier, read(body));
    if (identifier && method === 'PUT') return await this.#change(identifier, read(body));
    if (identifier && method === 'DELETE') return await this.#remove(identifier);
    throw new Refusal(404, `there is no ${method} ${path}: POST, PUT or DELETE /databases/IDENTIFIER`);
  }

  /** Ends every server; their folders stay with the run's. */
  async stop(): Promise<void> {
    for (const { started } of this.#running.values()) await started.server.stop();
    this.#running.clear();
  }

  async #create(identifier: string, wanted: Description): Promise<unknown> {
    if (this.#running.has(identifier)) throw new Refusal(409, `the database ${identifier} exists`);
    const started = await this.#start(identifier, wanted);
    this.#running.set(identifier, { started, description: wanted });
    return { host: started.host, port: started.port };
  }

  /** RDS restarts the server for another class; another password it sets while the server runs. */
  async #change(identifier: string, wanted: Description): Promise<unknown> {
    const { started, description } = this.#known(identifier);
    if (wanted.user !== description.user || wanted.database !== description.database) {
      throw new Refusal(400, `user and first schema of ${identifier} cannot change without a new database`);
    }
    if (wanted.password !== description.password) await started.server.changePassword(description, wanted);
    if (wanted.instanceClass !== description.instanceClass) await started.server.restart(wanted);
    this.#running.set(identifier, { started, description: wanted });
    return {};
  }

  async #remove(identifier: string): Promise<unknown> {
    const { started } = this.#known(identifier);
    await started.server.stop();
    await rm(started.folder, { recursive: true, force: true });
    this.#running.delete(identifier);
    return {};
  }

  #known(identifier: string) {
    const entry = this.#running.get(identifier);
    if (!entry) throw new Refusal(404, `there is no database ${identifier}`);
    return entry;
  }
}

/** Listens for the fake RDS. */
export async function listenForDatabases(databases: Databases): Promise<Server> {
  return await listenJson(DATABASE_SERVER, (request) => databases.answer(request));
}

function read(body: unknown): Description {
  const parsed = description.safeParse(body);
  if (!parsed.success) throw new Refusal(400, z.prettifyError(parsed.error));
  return parsed.data;
}
