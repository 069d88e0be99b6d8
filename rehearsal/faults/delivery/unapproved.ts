import { readFileSync } from 'node:fs';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { replaceOnce } from '../../harness/project.ts';
import { setting } from '../../harness/settings.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { endsAs } from '../verdict/execution.ts';

const FILE = 'lib/database-stack.ts';
const APPROVALS = 'approvals.json';

/** What CloudFormation and the CDK say of it, when a stack policy stands behind the approval. */
const DENIED = /Action denied by stack policy/;

/** Another schema makes RDS replace the instance by an empty one. */
export const unapproved: Scenario = {
  id: 'unapproved',
  title: 'a replacement of the database: refused by the build, and with an approval by the stack policy',
  run: async (harness) => {
    const host = await setting(harness, 'DATABASE_HOST');
    const edits = { [FILE]: (text: string) => replaceOnce(text, "schema: 'ghost'", "schema: 'journal'", FILE) };
    const replacing = await harness.project.merge({
      branch: 'journal',
      title: 'Start over with another schema',
      edits,
    });
    const refused = await failedBuild(harness, replacing);
    const [, entry] = / of the list in approvals\.json: (\{.*?\})/.exec(refused.said) ?? [];
    if (entry === undefined) throw failed('the build does not print the entry that approves it', refused.log);
    if (refused.said.includes('cdk deploy --all')) throw failed('the build went on to deploy', refused.log);
    // Approved, the build goes on to deploy, and what protects the database refuses.
    const approving = await harness.project.merge({
      branch: 'approve-journal',
      title: 'Approve the loss',
      edits: { [APPROVALS]: () => `[${entry.replace('<why the data may go>', 'the blog starts over')}]\n` },
    });
    const denied = await failedBuild(harness, approving);
    if (!/approved: Database\/\w+ is replaced, because the blog starts over/.test(denied.said))
      throw failed('the build does not name the approval', denied.log);
    if (!DENIED.test(denied.said.replaceAll(/\s+/g, ' '))) throw failed('no stack policy refused it', denied.log);
    await harness.project.revert(approving, { branch: 'take-back-approval', title: 'Revert: Approve the loss' });
    const back = await harness.project.revert(replacing, {
      branch: 'take-back-journal',
      title: 'Revert: another schema',
    });
    const { summary } = await expectLive(harness, { commit: back });
    const now = await setting(harness, 'DATABASE_HOST');
    if (now !== host) throw failed(`the settings point to ${now}, not to ${host} as before`, denied.log);
    return `refused, then denied by the stack policy; then ${summary}`;
  },
};

/** What the build of a commit printed that must fail, and where. */
async function failedBuild(harness: Harness, commit: string): Promise<{ said: string; log: string }> {
  await endsAs(harness, commit, 'Failed');
  const { log = '' } = await harness.pipeline.runner.ended({ commit }, 1);
  return { said: readFileSync(log, 'utf8'), log };
}

function failed(what: string, where: string): RehearsalError {
  return new RehearsalError(`a replacement of the database was merged, and ${what}`, {
    where,
    help: 'see cli/approvals/require-approvals.ts; run again with --keep',
  });
}
