import { readFileSync } from 'node:fs';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { replaceOnce } from '../../harness/project.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { bothWays } from './by-merge.ts';
import { endsAs } from './execution.ts';

const FILE = 'lib/pipeline-stack.ts';
const BEFORE = "new CfnOutput(this, 'PipelineName'";
const SAYS = 'nobody has drawn this stack';

/** Its author did not see it, or the lock could not have been renewed. */
const THROWN = `if (process.env.CODEBUILD_RESOLVED_SOURCE_VERSION !== undefined) throw new Error('${SAYS}');`;

/** Lines at the end of a log that somebody reads first. */
const LAST = 15;

/** The CDK says it with a stack trace, and what comes after it in the build says what helps. */
export const brokenApp: Scenario = {
  id: 'broken-app',
  title: 'an app that throws in the build: its log ends with the error in one line, and with what helps',
  run: async (harness) => {
    const { merge } = harness.project;
    const { forth, back } = bothWays({
      [FILE]: (text) => replaceOnce(text, BEFORE, `${THROWN}\n    ${BEFORE}`, FILE),
    });
    const commit = await merge({ branch: 'broken-app', title: 'Throw in the app', edits: forth });
    await endsAs(harness, commit, 'Failed');
    const words = await endOfLog(harness, commit);
    await expectLive(harness, { commit: await merge({ branch: 'app', title: 'Throw no more', edits: back }) });
    return words;
  },
};

/** @throws RehearsalError when the end of the log, behind every stack trace, does not say why */
async function endOfLog(harness: Harness, commit: string): Promise<string> {
  const { log = '' } = await harness.pipeline.runner.ended({ commit }, 1);
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const traced = lines.findLastIndex((line) => /^\s+at /.test(line));
  const last = lines.slice(Math.max(traced + 1, lines.length - LAST));
  const why = last.find((line) => line.includes(SAYS));
  const help = last.find((line) => line.includes('help: '));
  if (why !== undefined && help !== undefined) return `${why.trim()}; ${help.trim()}`;
  throw new RehearsalError(
    `the last ${LAST} lines of the build do not say in words why its app failed and what helps`,
    {
      where: log,
      help: 'see post_build in buildspec.yml and cli/verify/failure.ts; run again with --keep',
    },
  );
}
