import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PreconditionError } from '../shared/errors.ts';
import { checkPreconditions, type Host, parseVersion } from './preconditions.ts';

test('versions are read from what Go and Python print', () => {
  assert.deepEqual(parseVersion('go version go1.26.8 linux/amd64'), { major: 1, minor: 26 });
  assert.deepEqual(parseVersion('Python 3.11.7'), { major: 3, minor: 11 });
  assert.equal(parseVersion('no version'), undefined);
});

const PROGRAMS: Readonly<Record<string, string>> = {
  go: 'go version go1.26.8 linux/amd64\n',
  python3: 'Python 3.11.7\n',
};

const GOOD: Host = {
  platform: 'linux',
  arch: 'x64',
  system: { id: 'debian', like: [], version: '13', name: 'Debian GNU/Linux 13 (trixie)' },
  user: 0,
  freeMemoryGiB: 8,
  has: () => true,
  ask: async (program) => PROGRAMS[program],
};

const saying = (program: string, words: string | undefined): Partial<Host> => ({
  ask: async (asked) => (asked === program ? words : PROGRAMS[asked]),
});

test('a machine that has everything passes, and tells what decides about its builds', async () => {
  assert.deepEqual(await checkPreconditions(GOOD), {
    go: 'go version go1.26.8 linux/amd64',
    python: '3.11',
    system: 'Debian GNU/Linux 13 (trixie)',
  });
});

test('a system on which nobody has rehearsed yet is told, and may go on', async () => {
  const system = { id: 'debian', like: [], version: '14', name: 'Debian GNU/Linux 14 (forky)' };
  const found = await checkPreconditions({ ...GOOD, system });
  assert.equal(found.system, 'Debian GNU/Linux 14 (forky): untried, only Debian 12 and 13 are known to work');
});

describe('what a machine lacks is one message, with what helps', () => {
  const lacks = (title: string, change: Partial<Host>, what: RegExp, help: RegExp) =>
    test(title, async () => {
      await assert.rejects(
        () => checkPreconditions({ ...GOOD, ...change }),
        (error: unknown) => error instanceof PreconditionError && what.test(error.message) && help.test(error.help),
      );
    });

  lacks('Linux', { platform: 'darwin' }, /needs Linux, but this is darwin/, /limactl start/);
  lacks('the processor', { arch: 'arm64' }, /amd64, but this is arm64/, /--arch=x86_64/);
  lacks('root', { user: 1000 }, /needs root/, /sudo --preserve-env=PATH npx onemerge rehearse/);
  lacks(
    'Debian packages',
    { has: (name) => name !== 'apt-get', system: { id: 'fedora', like: [], version: '41', name: 'Fedora Linux 41' } },
    /apt-get; Fedora Linux 41 has none/,
    /Debian 12 or 13.*limactl start/,
  );
  lacks('a program', { has: (name) => name !== 'unzip' }, /^unzip is not installed/, /apt-get install unzip/);
  lacks(
    'several programs, as a new Debian 13 does',
    { has: (name) => !['ip', 'unzip', 'unshare', 'flock'].includes(name) },
    /^flock, ip, unshare and unzip are not installed$/,
    /apt-get install util-linux iproute2 unzip$/,
  );
  lacks('memory', { freeMemoryGiB: 3.21 }, /needs 5 GiB of free memory, and this machine has 3.2 GiB/, /ps --sort/);
  lacks('Python', saying('python3', undefined), /python3 3.11 or newer .* not on PATH/, /apt-get install python3/);
  lacks('a newer Python', saying('python3', 'Python 3.9.2'), /but this is: Python 3.9.2/, /apt-get install python3/);
  lacks(
    'pip, without which builds fail that begin a quarter of an hour later',
    { ask: async (program, args) => (args.includes('pip') ? undefined : PROGRAMS[program]) },
    /^python3 has no pip$/,
    /apt-get install python3-pip$/,
  );
  lacks('Go', saying('go', undefined), /go 1.26 or newer .* not on PATH/, /go.dev\/dl/);
  lacks(
    'a newer Go',
    saying('go', 'go version go1.21.0 linux/amd64'),
    /but this is: go version go1.21.0/,
    /go.dev\/dl/,
  );
});
