import { existsSync } from 'node:fs';
import { CommandError, PreconditionError } from './errors.ts';
import { run } from './process/run.ts';

/** Programs that a rehearsal calls, and the Debian package of each. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'apt-get': 'apt',
  dpkg: 'dpkg',
  flock: 'util-linux',
  git: 'git',
  ip: 'iproute2',
  mount: 'mount',
  nsenter: 'util-linux',
  openssl: 'openssl',
  tar: 'tar',
  unshare: 'util-linux',
  unzip: 'unzip',
};

const OLDEST_GO = { major: 1, minor: 26 };
const OLDEST_PYTHON = { major: 3, minor: 11 };

/**
 * Checks what a rehearsal needs of the machine before anything is started, cheapest first.
 * @returns what `go version` prints.
 * @throws PreconditionError that names the one thing to do.
 */
export async function checkPreconditions(): Promise<string> {
  if (process.platform !== 'linux') {
    throw new PreconditionError(
      `the rehearsal runs a Kubernetes node, which needs Linux; this is ${process.platform}`,
      {
        help: 'run it in a Linux virtual machine, for example: limactl start template:debian-12, or in CI',
      },
    );
  }
  if (process.getuid?.() !== 0) {
    throw new PreconditionError('the rehearsal makes namespaces and mounts, which needs root', {
      help: 'run it as root: sudo --preserve-env=PATH npx onemerge rehearse',
    });
  }
  for (const [program, debianPackage] of Object.entries(PROGRAMS)) {
    if (!onPath(program)) {
      throw new PreconditionError(`${program} is not installed`, {
        help: `on Debian or Ubuntu: apt-get install ${debianPackage}`,
      });
    }
  }
  await requireVersion('python3', ['--version'], OLDEST_PYTHON, 'apt-get install python3 python3-venv');
  return await requireVersion('go', ['version'], OLDEST_GO, 'install it from https://go.dev/dl and put it on PATH');
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`));
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

async function requireVersion(program: string, args: string[], oldest: Version, help: string): Promise<string> {
  const wanted = `${program} ${oldest.major}.${oldest.minor} or newer is needed`;
  const answer = await ask(program, args);
  if (answer === undefined) throw new PreconditionError(`${wanted}, and it is not on PATH`, { help });
  const version = parseVersion(answer);
  const enough =
    version && (version.major > oldest.major || (version.major === oldest.major && version.minor >= oldest.minor));
  if (!enough) throw new PreconditionError(`${wanted}, and it says: ${answer.trim()}`, { help });
  return answer.trim();
}

async function ask(program: string, args: string[]): Promise<string | undefined> {
  try {
    return await run(program, args, { seconds: 30, env: { GOTOOLCHAIN: 'local' } });
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
