import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Attempt, DEPLOY } from './attempt.ts';
import { expectGreen, expectMessage } from './expect.ts';
import type { Selftest } from './selftest.ts';
import { borrowCache } from './workspace.ts';

/** Nobody listens there. */
const CLOSED = 'http://127.0.0.1:9';

/** A source of downloads that refuses, and a cheap recipe that needs it. */
interface Refusal {
  readonly recipe: string;
  /** The environment in which it refuses; a folder for what that needs. */
  readonly refusing: (folder: string) => Promise<Readonly<Record<string, string>>>;
  readonly what: RegExp;
  readonly help: RegExp;
}

/** In the order in which the recipes are built: each run gets past the fault of the one before, and meets its own. */
const REFUSALS: readonly Refusal[] = [
  {
    recipe: 'content-driver',
    refusing: async (folder) => ({ GOPROXY: CLOSED, GOFLAGS: '-modcacherw', GOMODCACHE: join(folder, 'no-modules') }),
    what: /^content-driver cannot be built: a Go module could not be downloaded$/,
    help: /go env GOPROXY.*same command again/,
  },
  {
    recipe: 'build-node',
    refusing: async (folder) => ({
      npm_config_registry: CLOSED,
      npm_config_cache: join(folder, 'no-packages'),
      npm_config_fetch_retries: '0', // npm would try for more than a minute
    }),
    what: /^npm install .*ended with exit code 1$/,
    help: /npm ping.*same command again/,
  },
  {
    recipe: 'userland',
    refusing: async (folder) => {
      const config = join(folder, 'apt.conf');
      await writeFile(config, `Acquire::http::Proxy "${CLOSED}";\nAcquire::https::Proxy "${CLOSED}";\n`);
      return { APT_CONFIG: config };
    },
    what: /^apt-get .*ended with exit code 100$/,
    help: /apt-get update.*same command again/,
  },
];

export const refusedDownload: Selftest = {
  id: 'refused-download',
  title: 'downloads are refused by Go, Debian and npm: each is reported, and the next run continues',
  run: async (workspace) => {
    const env = { ONEMERGE_CACHE: workspace.cache.root };
    await borrowCache(
      workspace,
      REFUSALS.map(({ recipe }) => recipe),
    );
    for (const { refusing, what, help } of REFUSALS) {
      const refused = { ...env, ...(await refusing(workspace.folder)) };
      expectMessage(await Attempt.toTheEnd(DEPLOY, { env: refused }), { code: 2, what, help });
    }
    expectGreen(await Attempt.toTheEnd(DEPLOY, { env }));
    return `${REFUSALS.length} refusals, one message each`;
  },
};
