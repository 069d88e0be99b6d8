import { Attempt, DEPLOY } from './attempt.ts';
import { type ExpectedMessage, expectGreen, expectMessage } from './expect.ts';
import type { Selftest } from './selftest.ts';
import { withSmallDisk } from './small-disk.ts';
import { borrowCache } from './workspace.ts';

/** A small build of many files. */
const BUILD = 'userland';

const HELP = /npx onemerge rehearse clean.*ONEMERGE_CACHE/;

const NO_SPACE_TO_RUN: ExpectedMessage = {
  code: 2,
  what: /^a rehearsal needs \d+ GiB of disk, and .* has [\d.]+ GiB free$/,
  help: HELP,
};
const NO_SPACE_TO_BUILD: ExpectedMessage = {
  ...NO_SPACE_TO_RUN,
  what: /^building what the cache lacks needs \d+ GiB of disk, and .* has 0\.1 GiB free$/,
};
const FILLED: ExpectedMessage = {
  ...NO_SPACE_TO_RUN,
  what: new RegExp(`^building ${BUILD} failed: the disk is full$`),
};

/** Large enough for what is written in a short run, and said to be large enough for a long one. */
const LARGE = 'size=12g';

/** Three moments at which a disk can be too small, and the same cache once there is space. */
export const diskFull: Selftest = {
  id: 'disk-full',
  title: 'disk full: reported before a build, during it and before a run; with space it works',
  run: (workspace) =>
    withSmallDisk(workspace.cache.root, async ({ fromHere, within, resize }) => {
      const env = { ONEMERGE_CACHE: workspace.cache.root };
      const again = () => Attempt.toTheEnd(DEPLOY, { within, env });
      await borrowCache(workspace, [BUILD], fromHere);
      const message = expectMessage(await again(), NO_SPACE_TO_BUILD);
      // A disk is also full when it can hold no more files, whatever it says of its bytes.
      await resize(`${LARGE},nr_inodes=150`);
      expectMessage(await again(), FILLED);
      await resize(`${LARGE},nr_inodes=1m`);
      expectGreen(await again());
      await resize('size=1g');
      expectMessage(await again(), NO_SPACE_TO_RUN);
      return message;
    }),
};
