import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import { TIMEOUT_SECONDS } from '../../harness/ghost/pod.ts';
import type { Changes } from '../../harness/ghost/workload.ts';
import { Authority } from '../../sandbox/authority.ts';
import { waitFor } from '../../shared/process/wait.ts';
import type { Section } from './section.ts';

/** A database that shows a wrong certificate, and how Ghost's driver says that it is wrong. */
interface Stranger {
  readonly what: string;
  readonly settings: NonNullable<Changes['settings']>;
  readonly reason: RegExp;
}

/** A database that is not the one that was meant. Ghost must neither start nor send it a password. */
export const strangers: Section = {
  id: 'strangers',
  title: 'Databases that Ghost must refuse',
  run: async (harness, check) => {
    await harness.reset();
    for (const { what, settings, reason } of await wrongDatabases(harness)) {
      for (const name of ['prepare', 'ghost'] as const) {
        await check(`${name} refuses a database that presents ${what}`, async () => {
          const bare = name === 'ghost' ? ({ withoutPrepare: true } as const) : {};
          const pod = await harness.blog.start({ settings, ...bare });
          const exitCode = await pod.ended(name);
          assert.notEqual(exitCode, 0);
          const says = async () => (await pod.log()).match(reason)?.[0];
          const words = await waitFor(`the log of ${name} says ${reason}`, says, { seconds: TIMEOUT_SECONDS });
          return `ended with ${exitCode}: ${words}`;
        });
      }
    }
  },
};

async function wrongDatabases({ sandbox, otherDatabaseHost }: GhostHarness): Promise<readonly Stranger[]> {
  const other = await Authority.create(join(sandbox.folder, 'other-authority'), 'another authority');
  return [
    {
      what: 'a certificate of an unknown authority',
      settings: { DATABASE_CA_BUNDLE: readFileSync(other.certificate).toString('base64') },
      reason: /self-signed certificate|unable to (get|verify)/,
    },
    {
      what: 'a certificate for another host',
      settings: { DATABASE_HOST: otherDatabaseHost },
      reason: /does not match certificate/,
    },
  ];
}
