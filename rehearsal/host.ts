import { chmod } from 'node:fs/promises';
import { type Catalogue, catalogue, resultsOf } from './builds/catalogue.ts';
import { requireSpace } from './builds/disk.ts';
import { type CacheFolders, cacheFolders } from './builds/folders.ts';
import { readManifestVersions } from './builds/manifest-versions.ts';
import { obtain } from './builds/obtain.ts';
import type { Recipe } from './builds/recipe.ts';
import { broughtImages } from './builds/recipes/brought-images.ts';
import { findTreeImages } from './builds/tree-images/find.ts';
import { requireImages } from './builds/tree-images/require.ts';
import { REGISTRIES } from './fakes/registry/server.ts';
import { NOTHING_LEFT } from './report.ts';
import { createRun, endedRuns } from './sandbox/cleanup.ts';
import { enterSandbox, type Visit } from './sandbox/enter.ts';
import { entries, viewProcesses } from './sandbox/host-snapshot.ts';
import { requireNoLeaks } from './sandbox/leaks.ts';
import { NPM, npmUpstream } from './sandbox/npm-upstream.ts';
import { type SandboxPlan, upstreamSocket } from './sandbox/plan.ts';
import { checkPreconditions } from './sandbox/preconditions.ts';
import { leadToSandboxProxy, proxySocket } from './sandbox/sandbox-proxy.ts';
import { openUpstream, reachable, type Upstreams } from './sandbox/upstream.ts';
import type { Steps } from './shared/steps.ts';

/** Disk that a run's folder may take: images and databases, 3.3 GiB after all faults. */
const RUN_GIB = 5;

export interface OutsideOptions {
  /** Somebody wants to look around: keep the proxy open, and the logs afterwards. */
  readonly keep: boolean;
  /** The builds that the sandbox will use. */
  readonly wanted: (list: Catalogue) => Recipe[];
  /** A cluster will pull what the tree names. */
  readonly pulls: boolean;
  /** Is called with what happened inside, before it is checked that nothing is left. */
  readonly visited: (visit: Visit) => void;
}

/**
 * Checks the machine and builds what the cache lacks, for selftests.
 * @param wanted what of the catalogue will be used
 */
export async function fillCache(
  steps: Steps,
  folders: CacheFolders,
  wanted: (list: Catalogue) => Recipe[],
): Promise<void> {
  await obtain(wanted(await readCatalogue(steps, folders)), folders, steps);
}

/** Checks the machine, and says what can be built on it. @throws PreconditionError for what the machine lacks */
async function readCatalogue(steps: Steps, folders: CacheFolders): Promise<Catalogue> {
  const machine = await steps.run(
    'check the machine',
    () => checkPreconditions(),
    ({ system }) => system,
  );
  return catalogue(machine, await readManifestVersions(), await broughtImages(folders.images));
}

/**
 * Prepares a sandbox and runs this very program again inside it (see `enterSandbox`). Makes sure that nothing of it is left.
 * @returns the exit code of the inside.
 * @throws RehearsalError for what the machine lacks, and for what the sandbox left behind
 */
export async function rehearseInside(steps: Steps, options: OutsideOptions): Promise<number> {
  const { keep, wanted, pulls, visited } = options;
  const folders = cacheFolders(process.env);
  const list = await readCatalogue(steps, folders);
  const built = wanted(list);
  const upstream = await steps.run('check which registries answer', askUpstreams, whoAnswers);
  if (pulls) {
    // Before the builds, which may take minutes.
    await steps.run('check the images that the manifests name', () => lookForImages(list, upstream, folders), String);
  }
  const folder = await obtain(built, folders, steps);
  const cache = resultsOf(list, built, folder);
  mentionEnded(steps, folders);
  await requireSpace(folders.root, RUN_GIB, 'a rehearsal');
  const entriesBefore = entries();
  const run = await createRun(folders);
  await chmod(run.folder, 0o755); // programs of pods and of the database run as other users
  const visit = await visitSandbox(steps, { ...run, cache, upstream }, keep);
  visited(visit);
  await steps.run(NOTHING_LEFT, () => requireNoLeaks({ ...run, ...visit, entriesBefore }), String);
  return visit.code;
}

/** @returns how many there are @throws PreconditionError for those that cannot be had */
async function lookForImages(list: Catalogue, upstream: Upstreams, { images }: CacheFolders): Promise<string> {
  const named = findTreeImages();
  const served = list.published.map(({ reference }) => reference);
  requireImages(named, { served, answering: Object.keys(upstream), folder: images });
  return `${named.length} images and charts, all available`;
}

/** Runs the sandbox with its way out to the registries and, if it is kept, a proxy in. */
async function visitSandbox(steps: Steps, plan: SandboxPlan, keep: boolean): Promise<Visit> {
  const server = await openUpstream(upstreamSocket(plan.folder), plan.upstream);
  const door = keep ? await leadToSandboxProxy(proxySocket(plan.folder)) : undefined;
  try {
    return await enterSandbox(door ? { ...plan, door: door.url } : plan, {
      keepLogs: keep,
      entered: (namespaces) => {
        if (keep) steps.say(`Shell in the sandbox: nsenter --target ${firstProcess(namespaces)} --all`);
      },
      say: (line) => steps.say(line),
    });
  } finally {
    door?.close();
    server.close();
    server.closeAllConnections();
  }
}

/** The number, outside, of a process of a sandbox: of its first, because the kernel lists them in order. */
function firstProcess(namespaces: readonly string[]): number | undefined {
  const inside = viewProcesses().find((one) => namespaces.every((name) => one.namespaces.includes(name)));
  return inside?.pid;
}

function mentionEnded(steps: Steps, folders: CacheFolders): void {
  const ended = endedRuns(folders);
  if (ended.length === 0) return;
  steps.say(`Earlier rehearsals that failed or were kept or killed left files in ${folders.runs}: ${ended.join(', ')}`);
  steps.say('  To remove them: npx onemerge rehearse clean');
}

async function askUpstreams(): Promise<Upstreams> {
  const [images, packages] = await Promise.all([reachable(REGISTRIES), npmUpstream()]);
  return { ...images, ...packages };
}

function whoAnswers(upstream: Upstreams): string {
  const answering = REGISTRIES.filter((host) => upstream[host] !== undefined);
  const local = REGISTRIES.filter((host) => upstream[host] === undefined);
  const parts = [
    ...(answering.length > 0 ? [`upstream: ${answering.join(', ')}`] : []),
    ...(local.length > 0 ? [`local images for: ${local.join(', ')}`] : []),
    upstream[NPM] === undefined
      ? 'packages of npm: only those of the lockfile'
      : "packages of npm: this machine's registry",
  ];
  return parts.join('; ');
}
