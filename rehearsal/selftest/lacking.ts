import { Attempt, type AttemptOptions, REHEARSE } from './attempt.ts';
import { expectMessage } from './expect.ts';
import { pathWithOld, pathWithout } from './path.ts';
import type { Selftest } from './selftest.ts';
import type { Workspace } from './workspace.ts';

interface Lack {
  readonly id: string;
  readonly title: string;
  readonly options: (workspace: Workspace) => Promise<AttemptOptions>;
  readonly what: RegExp;
  readonly help: RegExp;
}

function lack({ id, title, options, what, help }: Lack): Selftest {
  return {
    id,
    title: `${title}: reported before anything starts`,
    leavesNothing: true,
    run: async (workspace) => {
      const ending = await Attempt.toTheEnd(REHEARSE, await options(workspace));
      return expectMessage(ending, { code: 2, what, help });
    },
  };
}

const without = (lacking: RegExp) => async (workspace: Workspace) => ({
  env: { PATH: await pathWithout(workspace.folder, lacking) },
});

const old = (program: string, version: string) => async (workspace: Workspace) => ({
  env: { PATH: await pathWithOld(workspace.folder, program, version) },
});

/** A user namespace that knows only `nobody`: for the kernel and for the program, this is not root. */
const AS_NOBODY = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'];

/** What a machine may lack. */
export const lackingSelftests: readonly Selftest[] = [
  lack({
    id: 'no-root',
    title: 'no root',
    options: async () => ({ within: AS_NOBODY }),
    what: /needs root$/,
    help: /sudo --preserve-env=PATH npx onemerge rehearse$/,
  }),
  lack({
    id: 'no-go',
    title: 'no Go',
    options: without(/^go$/),
    what: /^go 1\.26 or newer is needed, but it is not on PATH$/,
    help: /go\.dev\/dl/,
  }),
  lack({
    id: 'old-go',
    title: 'Go is too old (a fake prints the version)',
    options: old('go', 'go version go1.19.8 linux/amd64'),
    what: /^go 1\.26 or newer is needed, but this is: go version go1\.19\.8/,
    help: /go\.dev\/dl/,
  }),
  lack({
    id: 'no-python',
    title: 'no Python',
    options: without(/^python/),
    what: /^python3 3\.11 or newer is needed, but it is not on PATH$/,
    help: /apt-get install python3/,
  }),
  lack({
    id: 'old-python',
    title: 'Python is too old (a fake prints the version)',
    options: old('python3', 'Python 3.9.2'),
    what: /^python3 3\.11 or newer is needed, but this is: Python 3\.9\.2$/,
    help: /apt-get install python3/,
  }),
  lack({
    id: 'no-unzip',
    title: 'a program is missing',
    options: without(/^unzip$/),
    what: /^unzip is not installed$/,
    help: /apt-get install unzip$/,
  }),
];
