import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { catalogue, everything } from './cache/catalogue.ts';
import { cacheFolders } from './cache/folders.ts';
import { obtain } from './cache/obtain.ts';
import { RehearsalError } from './errors.ts';
import { checkPreconditions } from './preconditions.ts';
import { REGISTRIES } from './registry/server.ts';
import { openUpstream, reachable } from './registry/upstream.ts';
import { enterRoom } from './room/enter.ts';
import { createRun } from './room/leftovers.ts';
import { upstreamSocket } from './room/plan.ts';
import type { Steps } from './steps.ts';

export interface OutsideOptions {
  /** Keep the run's folder, with its logs, after the end. */
  readonly keepFolder: boolean;
}

/** Checks the machine and builds what the cache lacks: all that happens before a room exists. */
async function fillCache(steps: Steps) {
  const go = await steps.run('check the machine', checkPreconditions);
  const list = catalogue(go, await pinnedExternalSecrets());
  return { list, folder: await obtain(everything(list), cacheFolders(process.env), steps) };
}

/**
 * Prepares a room and runs this very program again inside it (see `enterRoom`).
 * @returns the exit code of the inside.
 */
export async function rehearseInside(steps: Steps, options: OutsideOptions): Promise<number> {
  const { list, folder } = await fillCache(steps);
  const upstream = await steps.run('ask the upstream registries', () => reachable(REGISTRIES), whoAnswers);
  const run = await createRun(cacheFolders(process.env));
  await chmod(run.folder, 0o755); // programs of pods and of the database run as other users
  const server = await openUpstream(upstreamSocket(run.folder), upstream);
  try {
    const cache = {
      debian: folder(list.debian),
      tools: folder(list.tools),
      coredns: folder(list.coredns),
      contentDriver: folder(list.contentDriver),
      awsPackages: folder(list.awsPackages),
      lambdaModules: folder(list.lambdaModules),
      published: list.published.map(folder),
    };
    return await enterRoom({ ...run, cache, upstream }, options);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function whoAnswers(upstream: readonly string[]): string {
  const local = REGISTRIES.filter((host) => !upstream.includes(host));
  const parts = [
    ...(upstream.length > 0 ? [`upstream: ${upstream.join(', ')}`] : []),
    ...(local.length > 0 ? [`local images for: ${local.join(', ')}`] : []),
  ];
  return parts.join('; ');
}

/** Where the tree pins External Secrets Operator's chart. */
const PINNED = join(import.meta.dirname, '../gitops/operators/controllers/external-secrets-chart.yaml');

/** The chart version that the tree asks for; what is built here is served under it. */
async function pinnedExternalSecrets(): Promise<string> {
  const shape = z.object({ spec: z.object({ ref: z.object({ tag: z.string() }) }) });
  const read = shape.safeParse(parse(await readFile(PINNED, 'utf8')));
  if (read.success) return read.data.spec.ref.tag;
  throw new RehearsalError('the version of External Secrets Operator is not where it is expected: spec.ref.tag', {
    where: PINNED,
    help: 'pin the chart there by its exact tag, for example tag: 2.14.0',
  });
}
