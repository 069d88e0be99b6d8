import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { cgroupProcesses } from '../sandbox/cgroups.ts';
import { run } from '../shared/process/run.ts';
import { waitFor } from '../shared/process/wait.ts';

const SHIM = 'containerd-shim-runc-v2';

/** Where pods leave mounts, besides the cluster's own folder. */
const MOUNTS = ['/run/containerd/', '/run/netns/'];

/**
 * Ends what outlives a container runtime: the keepers of pods, the pods' processes, and their mounts.
 * Process numbers are the sandbox's own, so nothing outside can be hit.
 */
export async function endPods(id: string, folder: string): Promise<void> {
  await waitFor(
    'the pods end',
    async () => {
      const alive = [...keepers(), ...cgroupProcesses(id)];
      for (const pid of alive) kill(pid);
      return alive.length === 0 ? true : undefined;
    },
    { seconds: 20 },
  );
  for (const mount of mountsBelow([`${folder}/`, ...MOUNTS])) {
    await run('umount', ['--lazy', mount], { seconds: 10 });
  }
}

function keepers(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/exe`).endsWith(SHIM);
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
