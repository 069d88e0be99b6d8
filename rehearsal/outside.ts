import { chmod } from 'node:fs/promises';
import { catalogue, everything } from './cache/catalogue.ts';
import { cacheFolders } from './cache/folders.ts';
import { obtain } from './cache/obtain.ts';
import { readPins } from './pins.ts';
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
  const list = catalogue(go, await readPins());
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
      fluxOperator: folder(list.fluxOperator),
      externalSecrets: folder(list.externalSecrets),
      externalSecretsSchemas: folder(list.externalSecretsSchemas),
      awsPackages: folder(list.awsPackages),
      lambdaModules: folder(list.lambdaModules),
      npmCache: folder(list.npmCache),
      buildNode: folder(list.buildNode),
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
