import { confirmAlarmAddress } from '../../../harness/alarms.ts';
import { awaitVerdict } from '../../../harness/await-verdict.ts';
import { expectLive } from '../../../harness/expect-live.ts';
import type { Harness } from '../../../harness/harness.ts';
import { onemerge } from '../../../harness/onemerge.ts';
import { CONFIG } from '../../../harness/project.ts';
import { verify } from '../../../harness/verify.ts';
import { RehearsalError } from '../../../shared/errors.ts';
import { waitFor } from '../../../shared/process/wait.ts';
import { CHANGE_LABEL, ofThePod, relabelled } from '../../both-halves.ts';
import type { Scenario } from '../../scenario.ts';
import { addField } from '../config-line.ts';
import { readRecipe } from '../document.ts';
import { runBlock } from '../environments/commands.ts';
import { bystander } from '../two-installations/bystander.ts';
import { mailsAbout } from './mail.ts';

const DOCUMENT = 'docs/environments.md';
const HEADING = "A person's approval";

/** Why production takes what staging does not know: in this recipe there is no staging. */
const SKIP = 'there is no staging here';

/** One cluster is enough: what comes before production is the recipe of the environments. */
export const approval: Scenario = {
  id: 'approval',
  title: `${DOCUMENT}: a person refuses, approves, and forgets to answer`,
  run: async (first) => {
    const production = await withApproval(first);
    const commit = await production.project.merge({
      branch: 'approved',
      title: 'Change the pod, once a person agrees',
      edits: relabelled('approved'),
    });
    const told = [await refused(production, commit), await approved(production, commit), await forgotten(production)];
    return told.join('; ');
  },
};

/** Makes of the one installation a production whose commits a person approves, by the commands of the document. */
async function withApproval(first: Harness): Promise<Harness> {
  const production = first.asEnvironment('production');
  const { project } = production;
  const [field] = readRecipe(project.folder, DOCUMENT, HEADING).filter(({ language }) => language === 'ts');
  const [commands = ''] = readRecipe(project.folder, DOCUMENT, 'From one installation to two')
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => text);
  const follows = await project.head();
  await confirmAlarmAddress(production);
  const change = { branch: 'approval', title: 'Have a person approve what comes to production' };
  await project.propose({ ...change, edits: { [CONFIG]: (text) => addField(text, field?.text ?? '') } });
  await runBlock(production, commands, { '$(git rev-parse origin/main)': follows });
  await project.accept(change);
  return production;
}

/** While it waits, and after a refusal, nothing of the commit is deployed, and everything says why. */
async function refused(production: Harness, commit: string): Promise<string> {
  const id = await promoted(production, commit);
  const watch = await bystander(production);
  await requireWords(production, commit, 'approval awaited');
  const status = await onemerge(production, ['status'], { seconds: 180, codes: [0, 1, 2] });
  for (const words of ["waits for a person's approval since", 'waits for approval'])
    if (!status.includes(words)) throw failed(`status does not say "${words}": ${status}`);
  await runBlock(production, answering(production, 1), { '<sha>': commit, '<words>': 'not on a Friday' });
  const { status: end, reason = '', log } = await awaitVerdict(production, { id });
  if (end !== 'Failed' || !reason.includes('not on a Friday') || log !== undefined)
    throw failed(`a refused execution ended as ${end}: ${reason}`, log);
  await watch.requireUntouched(`${commit.slice(0, 7)} was refused`);
  const words = await requireWords(production, commit, 'approval refused');
  return `${words}, and ${watch.count} objects and stacks untouched`;
}

/** The same commit, asked about once more. */
async function approved(production: Harness, commit: string): Promise<string> {
  const id = await promoted(production, commit);
  await onemerge(production, ['promote', '--to', 'production', '--commit', 'f'.repeat(40), '--approve', 'yes'], {
    seconds: 120,
    codes: [1],
  });
  await runBlock(production, answering(production, 0), { '<sha>': commit, '<words>': 'seen by two of us' });
  const { summary } = await expectLive(production, { id });
  if ((await ofThePod(production, CHANGE_LABEL)) !== 'approved') throw failed('the pod is not of the approved commit');
  return `approved: ${summary}`;
}

/** No answer is a no. Time passes by the hand of the rehearsal. */
async function forgotten(production: Harness): Promise<string> {
  const change = { branch: 'forgotten', title: 'Change what nobody looks at', edits: relabelled('forgotten') };
  const commit = await production.project.merge(change);
  const id = await promoted(production, commit);
  const body = { id, minutes: 7 * 24 * 60 };
  await production.aws.ask('/_rehearsal/executions/approval/time', { method: 'POST', body });
  const { status } = await awaitVerdict(production, { id });
  if (status !== 'Failed') throw failed(`an execution that nobody approved ended as ${status}`);
  const words = await requireWords(production, commit, 'approval timed out');
  if ((await ofThePod(production, CHANGE_LABEL)) !== 'approved') throw failed('the pod changed without an approval');
  return words;
}

/** Promotes past staging, and waits until a person was asked by mail. Returns the execution. */
async function promoted(production: Harness, commit: string): Promise<string> {
  const before = (await mailsAbout(production, commit)).length;
  const args = ['promote', '--to', 'production', '--commit', commit, '--skip', SKIP];
  const said = await onemerge(production, args, { seconds: 120 });
  const [, id] = /^Execution (\S+) of the pipeline of production has started/m.exec(said) ?? [];
  if (id === undefined || !said.includes("It waits there for a person's approval"))
    throw failed(`the promotion does not say who is asked: ${said}`);
  const asked = async () => (await mailsAbout(production, commit))[before];
  const mail = await waitFor(`a person is asked about ${commit}`, asked, { seconds: 60, every: 500 });
  for (const words of [`/commit/${commit}`, SKIP])
    if (!mail.includes(words)) throw failed(`the mail does not say ${words}: ${mail}`);
  return id;
}

/** @returns the verdict on the commit, when it is for this cause that it is not live */
async function requireWords(production: Harness, commit: string, cause: string): Promise<string> {
  const { summary, problems } = await verify(production, commit, { timeout: 30, codes: [1] });
  if (problems[0]?.cause === cause) return summary.replace(/\.$/, '');
  throw failed(`the verdict is not for "${cause}": ${summary}`);
}

/** A command of the document. @param which of those below its heading */
const answering = ({ project }: Harness, which: number): string =>
  readRecipe(project.folder, DOCUMENT, HEADING).filter(({ language }) => language === 'sh')[which]?.text ?? '';

function failed(what: string, where?: string): RehearsalError {
  return new RehearsalError(what, {
    ...(where === undefined ? {} : { where }),
    help: 'read the logs of the pipeline and of the fake AWS; run again with --keep',
  });
}
