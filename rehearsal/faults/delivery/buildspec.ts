import { readFileSync } from 'node:fs';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { replaceOnce } from '../../harness/project.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';

const FILE = 'buildspec.yml';
const INSTALL = 'npm ci --omit=dev --workspaces=false --ignore-scripts';
const BROKEN = 'test -f a-file-that-nobody-has';
const REPAIRED = 'echo repaired by a pull request';

/** Seconds that a build may take to fail at its second command. */
const TIMEOUT_SECONDS = 120;

/** Merges a pull request that changes one text of the buildspec. Returns the merge commit. */
const change = ({ project }: Harness, branch: string, title: string, from: string, to: string) =>
  project.merge({ branch, title, edits: { [FILE]: (text) => replaceOnce(text, from, to, FILE) } });

/** The build's commands are those of the merged commit: what one pull request breaks, another can repair. */
export const buildspec: Scenario = {
  id: 'buildspec',
  title: 'a pull request breaks the build, the next one repairs it',
  run: async (harness) => {
    const { runner } = harness.pipeline;
    const both = `- ${BROKEN}\n      - ${INSTALL}`;
    const broken = await change(harness, 'broken-build', 'Look for a file', `- ${INSTALL}`, both);
    const { status, reason = '', log = '' } = await runner.ended({ commit: broken }, TIMEOUT_SECONDS);
    if (status !== 'Failed' || !reason.includes(BROKEN)) {
      throw buildFailed(`the build with the broken command ended as ${status}: ${reason}`, log);
    }
    const repaired = await change(harness, 'repaired-build', 'Look for no file', BROKEN, REPAIRED);
    const { seconds } = await expectLive(harness, { commit: repaired });
    const { log: printed = '' } = await runner.ended({ commit: repaired }, 1);
    if (!/^repaired by a pull request$/m.test(readFileSync(printed, 'utf8'))) {
      throw buildFailed('the build did not run the command that the pull request added', printed);
    }
    return `${reason}; then live in ${seconds.toFixed(0)} s`;
  },
};

function buildFailed(what: string, where: string): RehearsalError {
  return new RehearsalError(what, { where, help: 'see rehearsal/fakes/codepipeline/build.ts; run again with --keep' });
}
