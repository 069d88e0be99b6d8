import { freemem } from 'node:os';
import { PreconditionError, ProcessError } from '../shared/errors.ts';
import { type OsRelease, osRelease } from '../shared/os-release.ts';
import { run } from '../shared/process/run.ts';
import { onPath, type Programs, requirePrograms } from '../shared/programs.ts';
import { describeSystem } from './systems.ts';

/** Programs that a rehearsal calls, and the Debian package of each. */
const PROGRAMS: Programs = {
  dpkg: 'dpkg',
  flock: 'util-linux',
  git: 'git',
  ip: 'iproute2',
  mount: 'mount',
  nsenter: 'util-linux',
  openssl: 'openssl',
  sysctl: 'procps',
  tar: 'tar',
  unshare: 'util-linux',
  unzip: 'unzip',
};

const OLDEST_GO = { major: 1, minor: 26 };
const OLDEST_PYTHON = { major: 3, minor: 11 };

/** Free memory that a rehearsal takes, in GiB: 2.4 for a sandbox at rest, and as much for deployments and builds in it. */
const MEMORY = 5;

/** What the check reads of a machine. */
export interface Host {
  readonly platform: string;
  readonly arch: string;
  readonly system: OsRelease;
  /** The number of the user; undefined where users have none. */
  readonly user: number | undefined;
  readonly freeMemoryGiB: number;
  readonly has: (program: string) => boolean;
  /** What a program prints; undefined when it cannot be run. */
  readonly ask: (program: string, args: readonly string[]) => Promise<string | undefined>;
}

/** What the check found that decides what is built, or that people should know. */
export interface Machine {
  /** What `go version` prints. */
  readonly go: string;
  /** Python's major and minor version, `3.13`: compiled packages fit no other. */
  readonly python: string;
  /** The system's name, and whether the rehearsal was tried on it. */
  readonly system: string;
}

/**
 * Checks what a rehearsal needs of the machine before anything is started, cheapest first.
 * @throws PreconditionError that names the one thing to do.
 */
export async function checkPreconditions(host: Host = thisHost()): Promise<Machine> {
  if (host.platform !== 'linux') {
    throw new PreconditionError(
      `the rehearsal runs a Kubernetes node, which needs Linux, but this is ${host.platform}`,
      {
        help: 'run it in a Linux virtual machine, for example: limactl start template:debian-12, or in CI',
      },
    );
  }
  if (host.arch !== 'x64') {
    throw new PreconditionError(
      `the rehearsal runs kubectl and helm of CDK's layer, built for amd64, but this is ${host.arch}`,
      {
        help: 'run it on an amd64 machine, or in a virtual one, for example: limactl start --arch=x86_64 template:debian-12',
      },
    );
  }
  if (host.user !== 0) {
    throw new PreconditionError('the rehearsal makes namespaces and mounts, which needs root', {
      help: 'run it as root: sudo --preserve-env=PATH npx onemerge rehearse',
    });
  }
  if (!host.has('apt-get')) {
    throw new PreconditionError(`the rehearsal unpacks Debian packages with apt-get; ${host.system.name} has none`, {
      help: 'run it on Debian 12 or 13, for example in a virtual machine: limactl start template:debian-12',
    });
  }
  requirePrograms(PROGRAMS, host.has);
  if (host.freeMemoryGiB < MEMORY) {
    const found = `this machine has ${host.freeMemoryGiB.toFixed(1)} GiB`;
    throw new PreconditionError(`the rehearsal needs ${MEMORY} GiB of free memory, and ${found}`, {
      help: 'stop what uses it (ps --sort=-rss -eo rss,args | head), or use a machine with more memory',
    });
  }
  const pythonHelp = 'apt-get install python3 python3-pip';
  const python = await requireVersion(host, 'python3', ['--version'], OLDEST_PYTHON, pythonHelp);
  // Debian has it in a package of its own, and the builds before the one that needs it take a quarter of an hour.
  if ((await host.ask('python3', ['-m', 'pip', '--version'])) === undefined) {
    throw new PreconditionError('python3 has no pip', { help: 'on Debian or Ubuntu: apt-get install python3-pip' });
  }
  const goHelp = 'install it from https://go.dev/dl and put it on PATH';
  const go = await requireVersion(host, 'go', ['version'], OLDEST_GO, goHelp);
  return {
    go: go.words,
    python: `${python.version.major}.${python.version.minor}`,
    system: describeSystem(host.system),
  };
}

function thisHost(): Host {
  return {
    platform: process.platform,
    arch: process.arch,
    system: osRelease(),
    user: process.getuid?.(),
    freeMemoryGiB: freemem() / 2 ** 30,
    has: onPath,
    ask,
  };
}

interface Version {
  readonly major: number;
  readonly minor: number;
}

/** Reads the first `MAJOR.MINOR` in a program's own words. */
export function parseVersion(text: string): Version | undefined {
  const found = /(\d+)\.(\d+)/.exec(text);
  return found ? { major: Number(found[1]), minor: Number(found[2]) } : undefined;
}

async function requireVersion(
  host: Host,
  program: string,
  args: readonly string[],
  oldest: Version,
  help: string,
): Promise<{ readonly words: string; readonly version: Version }> {
  const wanted = `${program} ${oldest.major}.${oldest.minor} or newer is needed`;
  const answer = await host.ask(program, args);
  if (answer === undefined) throw new PreconditionError(`${wanted}, but it is not on PATH`, { help });
  const version = parseVersion(answer);
  const words = answer.trim();
  if (!version || !reaches(version, oldest)) throw new PreconditionError(`${wanted}, but this is: ${words}`, { help });
  return { words, version };
}

function reaches(version: Version, oldest: Version): boolean {
  return version.major > oldest.major || (version.major === oldest.major && version.minor >= oldest.minor);
}

async function ask(program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return await run(program, args, { seconds: 30, env: { GOTOOLCHAIN: 'local' } });
  } catch (error) {
    if (error instanceof ProcessError) return undefined;
    throw error;
  }
}
