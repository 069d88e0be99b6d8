import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { awaitVerdict } from '../../../harness/await-verdict.ts';
import { expectLive } from '../../../harness/expect-live.ts';
import type { Harness } from '../../../harness/harness.ts';
import { onemerge } from '../../../harness/onemerge.ts';
import { replaceOnce } from '../../../harness/project.ts';
import { RehearsalError } from '../../../shared/errors.ts';
import { bothHalves, CHANGE_LABEL, ofThePod, relabelled } from '../../both-halves.ts';
import { watchGate } from '../../gate-watch.ts';
import type { Scenario } from '../../scenario.ts';
import { readRecipe } from '../document.ts';
import { bystander } from '../two-installations/bystander.ts';
import { runBlock } from './commands.ts';
import { type Environments, separate } from './separate.ts';

const DOCUMENT = 'docs/environments.md';
const TREE = 'gitops/apps/ghost/kustomization.yaml';

/** What would come to production by mistake comes within this time. */
const AFTERWARDS_MS = 15_000;

/** A whole story, because each part begins where the one before ended. */
export const environments: Scenario = {
  id: 'environments',
  title: `${DOCUMENT}: staging before production, made of one installation`,
  run: async (first) => {
    const both = await separate(first);
    const { commit, told } = await promotion(both);
    const others = [
      await redInStaging(both),
      await twoInFlight(both),
      await rollback(both, commit),
      await pastStaging(both),
    ];
    return [told, ...others].join('; ');
  },
};

/** A merge of both halves: production has nothing of it before staging was live with it. */
async function promotion({ staging, production }: Environments): Promise<{ commit: string; told: string }> {
  const watch = await watchGate(production);
  const began = Date.now();
  const change = { branch: 'promoted', title: 'Change both halves', size: 't4g.large', memory: '1280Mi' };
  const commit = await staging.project.merge(bothHalves(change));
  const ofStaging = await expectLive(staging, { commit });
  const liveAt = Date.now();
  const { summary } = await expectLive(production, { commit });
  watch.stop();
  const applied = watch.writtenSince(began);
  // Seen by this process at most as long after it was so as it takes to ask for the execution.
  const early = applied.filter(({ at }) => at < liveAt - 2000);
  if (applied.length === 0 || early.length > 0)
    throw failed(`of ${applied.length} objects of ${commit.slice(0, 7)}, ${early.length} were in production too early`);
  const told = `promoted: ${ofStaging.summary} (staging), ${summary} (production), none of ${applied.length} objects early`;
  return { commit, told };
}

/** What is red in staging is promoted nowhere; its revert is. */
async function redInStaging({ staging, production }: Environments): Promise<string> {
  const watch = await bystander(production);
  const broken = { branch: 'broken', title: 'Name a file that is not there' };
  const edits = {
    [TREE]: (text: string) => replaceOnce(text, '  - content.yaml', '  - content.yaml\n  - missing.yaml', TREE),
  };
  const commit = await staging.project.merge({ ...broken, edits });
  const { status, verdict, log } = await awaitVerdict(staging, { commit });
  if (status !== 'Failed' || verdict?.state !== 'not live')
    throw failed(`staging ended as ${status} with a missing file: ${verdict?.summary}`, log);
  await sleep(AFTERWARDS_MS);
  await watch.requireUntouched(`${commit.slice(0, 7)} was red in staging`);
  const reverted = await staging.project.revert(commit, { branch: 'mended', title: `Revert: ${broken.title}` });
  await expectLive(production, { commit: reverted });
  return `red in staging (${verdict.summary}), and production untouched: ${watch.count} objects and stacks`;
}

/** The later of two merges is in production at the end, whatever became of the earlier one. */
async function twoInFlight({ staging, production }: Environments): Promise<string> {
  const [earlier, later] = [
    await staging.project.merge({ branch: 'earlier', title: 'The earlier merge', edits: relabelled('earlier') }),
    await staging.project.merge({ branch: 'later', title: 'The later merge', edits: relabelled('later') }),
  ];
  await expectLive(production, { commit: later });
  await requireLabel(production, 'later');
  const { verdict } = await awaitVerdict(staging, { commit: earlier });
  return `two merges in flight: the earlier one was ${verdict?.state} in staging, the later one is live in production`;
}

/** Production goes back to a commit that was live in staging; staging stays. */
async function rollback({ staging, production }: Environments, commit: string): Promise<string> {
  const watch = await bystander(staging);
  const said = await runBlock(production, byHand(staging, 0), { '<sha>': commit });
  const { summary } = await expectLive(production, { id: startedIn(said) });
  await requireLabel(production, 'promoted');
  await requireLabel(staging, 'later');
  await watch.requireUntouched('production was rolled back');
  return `rolled back in production alone: ${summary}`;
}

/** A command of the document. @param which of those below its last heading */
function byHand({ project }: Harness, which: number): string {
  return readRecipe(project.folder, DOCUMENT, 'By hand')[which]?.text ?? '';
}

/** What staging does not know is refused, whoever starts the pipeline; with a reason it goes past it, and says so. */
async function pastStaging({ staging, production }: Environments): Promise<string> {
  const commit = await staging.pipeline.paused(() =>
    staging.project.merge({ branch: 'hotfix', title: 'What cannot wait', edits: relabelled('hotfix') }),
  );
  const clicked = await production.pipeline.runner.start();
  const { status, reason = '', log } = await awaitVerdict(production, { id: clicked });
  if (status !== 'Failed' || !reason.includes('promote --check'))
    throw failed(`an execution that somebody started with an unknown commit ended as ${status}: ${reason}`, log);
  await onemerge(production, ['promote', '--to', 'production', '--commit', commit], { seconds: 120, codes: [1] });
  await requireLabel(production, 'promoted');
  const why = 'readers see errors';
  const id = startedIn(await runBlock(production, byHand(staging, 1), { '<sha>': commit, '<reason>': why }));
  await expectLive(production, { id });
  await requireLabel(production, 'hotfix');
  const { log: built = '' } = await awaitVerdict(production, { id });
  if (!readFileSync(built, 'utf8').includes(`GOES PAST staging: ${why}`))
    throw failed('the build does not say that it went past staging', built);
  return 'unknown to staging: refused by click and by command; past it with a reason, which the build says';
}

async function requireLabel(harness: Harness, label: string): Promise<void> {
  const seen = await ofThePod(harness, CHANGE_LABEL);
  if (seen !== label) throw failed(`the pod in ${harness.environment} is of ${seen}, not of ${label}`);
}

/** The execution that a promotion says it has started. */
function startedIn(said: string): string {
  const [, id] = /^Execution (\S+) of the pipeline of production has started/m.exec(said) ?? [];
  if (id === undefined) throw failed(`the promotion started nothing: ${said}`);
  return id;
}

function failed(what: string, where?: string): RehearsalError {
  return new RehearsalError(what, {
    ...(where === undefined ? {} : { where }),
    help: 'read the logs of the builds and of Flux; run again with --keep',
  });
}
