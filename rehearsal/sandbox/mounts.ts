import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { run } from '../shared/process/run.ts';

/** Where a run's folder is, seen from inside: short, because sockets live in it, and the same for every run. */
export const SANDBOX_ROOT = '/run/onemerge';

/** Free memory, in GiB, from which unpacked images and builds lie in memory: they are 2 GiB, and two rehearsals may run. */
const PLENTY = 10;

const mount = (...args: string[]) => run('mount', args, { seconds: 30 });

/**
 * Gives the sandbox folders of its own where Kubernetes writes to fixed places, so that nothing is left behind there.
 * The mount namespace is private: the machine sees none of this.
 */
export async function privateFolders(runFolder: string): Promise<void> {
  await mount('-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run'); // sockets, network namespaces, container state
  mkdirSync(SANDBOX_ROOT);
  await mount('--bind', runFolder, SANDBOX_ROOT);
  mkdirSync(join(SANDBOX_ROOT, 'var-log'), { recursive: true });
  await mount('--bind', join(SANDBOX_ROOT, 'var-log'), '/var/log'); // the kubelet links container logs here
  await ownFolderIn('/var/lib', 'cni'); // the container runtime's network results
}

/**
 * Where what is soon removed again is written: on a disk that discards what it removes, to unpack Ghost's image took 15 s, in memory 1 s.
 * @param freeGiB free memory
 */
export function shortLivedFolder(freeGiB: number): string {
  return freeGiB < PLENTY ? join(SANDBOX_ROOT, 'short-lived') : '/run/short-lived';
}

/** Adds a folder to one of the machine's, in the sandbox only: the parent becomes a list of links to what it was. */
async function ownFolderIn(parent: string, name: string): Promise<void> {
  const original = join('/run', `machine${parent.replaceAll('/', '-')}`);
  mkdirSync(original);
  await mount('--bind', parent, original);
  await mount('-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', parent);
  for (const entry of readdirSync(original)) {
    if (entry !== name) symlinkSync(join(original, entry), join(parent, entry));
  }
  mkdirSync(join(parent, name));
}

/** Shows `text` in place of a file of the machine, in the sandbox only. Later changes of the returned file show too. */
export async function coverFile(path: string, name: string, text: string): Promise<string> {
  const file = join(SANDBOX_ROOT, name);
  writeFileSync(file, text);
  const target = reachable(path);
  await mount('--bind', file, target);
  return file;
}

/** A link may lead into the machine's /run, which is not the sandbox's: then its end is made there. */
function reachable(path: string): string {
  if (!existsSync(path) && lstatSync(path, { throwIfNoEntry: false })) {
    const end = resolve(dirname(path), readlinkSync(path));
    mkdirSync(dirname(end), { recursive: true });
    writeFileSync(end, '');
  }
  return realpathSync(path);
}

/** The kubelet insists on these machine-wide settings. It is shown files that hold its values; the machine's stay as they are. */
export async function settleKernel(): Promise<void> {
  const wanted = { 'vm/overcommit_memory': '1', 'kernel/panic': '10', 'kernel/panic_on_oops': '1' };
  for (const [key, value] of Object.entries(wanted)) {
    await coverFile(join('/proc/sys', key), `sysctl-${key.replaceAll('/', '-')}`, `${value}\n`);
  }
}
