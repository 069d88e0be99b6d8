import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../cli/shared/rendering/render.ts';
import { FLUX_NAMESPACE } from '../../lib/names.ts';
import { type Api, connectApi } from '../cluster/api.ts';
import { startBareCluster } from '../cluster/bare.ts';
import { ADDRESSES } from '../sandbox/addresses.ts';
import { Authority } from '../sandbox/authority.ts';
import { apply, inStages } from '../scenarios/validation/apply.ts';
import { install, readDefinitions } from '../scenarios/validation/definitions.ts';
import { type Served, servedBy } from '../scenarios/validation/served.ts';
import { Program } from '../shared/process/program.ts';

// node --import tsx rehearsal/mutations/server.ts FILE, in a network namespace of its own: asks a real API server about
// objects, and changes none. `npm run mutations` starts it.

/** What the file holds. */
export interface Questions {
  readonly folder: string;
  /** Folders of the cache. */
  readonly cache: Parameters<typeof readDefinitions>[0] & { readonly tools: string };
  /** What is there: the tree as it is. */
  readonly before: readonly Manifest[];
  /** The objects of each question. */
  readonly asked: readonly (readonly Manifest[])[];
}

/** What is written beside it: the words of the first refusal of each question, null where nothing is refused. */
export type Answers = readonly (string | null)[];

const file = process.argv[2] ?? '';
const { folder, cache, before, asked } = JSON.parse(readFileSync(file, 'utf8')) as Questions;

async function answer(api: Api): Promise<Answers> {
  const { autoMode, operator, flux, externalSecrets } = readDefinitions(cache);
  await install(api, [...autoMode, ...operator, ...flux, ...externalSecrets]);
  const served = await servedBy(api);
  const ofCdk: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: FLUX_NAMESPACE } };
  for (const object of inStages([ofCdk, ...before])) {
    const refused = await apply(api, served, object);
    if (refused) throw new Error(`the tree as it is: ${refused.words}`);
  }
  const answers: (string | null)[] = [];
  for (const objects of asked) answers.push((await firstRefusal(api, served, objects)) ?? null);
  return answers;
}

async function firstRefusal(api: Api, served: readonly Served[], objects: readonly Manifest[]) {
  for (const object of objects) {
    const refused = await apply(api, served, object, false);
    if (refused) return refused.words;
  }
  return undefined;
}

execFileSync('ip', ['link', 'set', 'lo', 'up']);
execFileSync('ip', ['address', 'add', `${ADDRESSES.kubernetes}/32`, 'dev', 'lo']);
mkdirSync(join(folder, 'log'));
const authority = await Authority.create(join(folder, 'authority'), 'mutations');
const start = (name: string, command: string, args: readonly string[]) =>
  new Program(name, join(cache.tools, command), args, { log: join(folder, 'log', `${name}.log`), cwd: folder });
const cluster = await startBareCluster({ authority, folder, start });
const api = await connectApi(cluster.kubeconfig);
try {
  writeFileSync(`${file}.answers`, JSON.stringify(await answer(api)));
} finally {
  api.close();
  await cluster.stop();
}
