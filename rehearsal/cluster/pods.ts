import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { cgroupProcesses } from '../sandbox/cgroups.ts';
import { run } from '../shared/process/run.ts';
import { waitFor } from '../shared/process/wait.ts';
import { type Place, placeCgroup } from './place.ts';

const SHIM = 'containerd-shim-runc-v2';

/** Where the first cluster's pods have their networks; those of others are in their runtime's folder. */
const NETWORKS = '/run/netns/';

/**
 * Ends what outlives a container runtime: the keepers of pods, the pods' processes, and their mounts.
 * Process numbers are the sandbox's own, so nothing outside can be hit, and nothing of another cluster is.
 */
export async function endPods(id: string, place: Place, folder: string): Promise<void> {
  const pods = `${placeCgroup(id, place)}/kubepods`; // the first's cgroup holds the second's
  await waitFor(
    'the pods end',
    async () => {
      const alive = [...keepers(folder), ...cgroupProcesses(pods)];
      for (const pid of alive) kill(pid);
      return alive.length === 0 ? true : undefined;
    },
    { seconds: 20 },
  );
  const networks = place.network ? [] : [NETWORKS];
  for (const mount of mountsBelow([`${folder}/`, `${place.state}/`, ...networks])) {
    await run('umount', ['--lazy', mount], { seconds: 10 });
  }
}

/** @param folder of the cluster, in which their container runtime's socket is */
function keepers(folder: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        if (!readlinkSync(`/proc/${pid}/exe`).endsWith(SHIM)) return false;
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${folder}/`);
      } catch {
        return false; // no process, or it has just ended
      }
    });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has just ended
  }
}

/** Mount points below the prefixes, deepest first. */
function mountsBelow(prefixes: readonly string[]): string[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n');
  const points = lines.map((line) => line.split(' ')[4] ?? '');
  return points.filter((point) => prefixes.some((prefix) => point.startsWith(prefix))).reverse();
}
