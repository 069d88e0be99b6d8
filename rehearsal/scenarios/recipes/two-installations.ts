import { setTimeout as sleep } from 'node:timers/promises';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { NAME } from '../../harness/project.ts';
import { verify } from '../../harness/verify.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { blog, ghost } from '../blog.ts';
import { type BothHalves, bothHalves, requireInfrastructure, requireWorkload } from '../both-halves.ts';
import { connect } from '../connect.ts';
import { bootstrap, deploy } from '../deployments.ts';
import type { Scenario } from '../scenario.ts';
import { workload } from '../workload.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { bystander } from './two-installations/bystander.ts';
import { stacksOf } from './two-installations/stacks-of.ts';

const DOCUMENT = 'docs/operations.md';
/** It begins as the first's does: whoever looks for the first's resources by their prefix would find the second's. */
const SECOND = `${NAME}-two`;

/** What every installation goes through until a reader reaches it and merges change it. */
const FIRST_DAY: readonly Scenario[] = [bootstrap, deploy, ...workload, ghost, blog, connect];

/** A verdict on what is live already takes seconds. */
const VERDICT_SECONDS = 120;

/** Flux's webhooks of both blogs hear of every push; what one of them would do wrongly it does within this time. */
const AFTERWARDS_MS = 10_000;

/** Two blogs of one account, region and repository, each on a branch of its own. */
export const twoInstallations: Scenario = {
  id: 'two-installations',
  title: `${DOCUMENT}: a second blog beside the first, and neither notices the other`,
  run: async (first) => {
    const second = await install(first);
    await bothLive(first, second);
    const merges = [
      await mergeInto(second, first, { branch: 'second-only', title: 'Change the second', ...CHANGE }),
      await mergeInto(first, second, { branch: 'first-only', title: 'Change the first', ...CHANGE }),
    ];
    await bothLive(first, second);
    const watch = await bystander(first);
    await takeAway(second);
    await watch.requireUntouched(`${SECOND} was destroyed`);
    await blog.run(first);
    await expectVerdict(first);
    return `${merges.join('; ')}; ${SECOND} destroyed, ${NAME} live with ${watch.count} objects and resources untouched`;
  },
};

/** Another class and another limit than those that the blogs begin with, whatever recipes came before. */
const CHANGE = { size: 't4g.xlarge', memory: '1344Mi' } as const satisfies Partial<BothHalves>;

async function install(first: Harness): Promise<Harness> {
  const [, branch] =
    /--create (\S+)/.exec(onlyBlock(readRecipe(first.project.folder, DOCUMENT, HEADING), 'sh', DOCUMENT)) ?? [];
  if (branch === undefined)
    throw new RehearsalError(`${DOCUMENT} makes no branch for a second blog`, {
      help: `write it below "## ${HEADING}"`,
    });
  const project = await first.clone({ name: SECOND, branch });
  await project.configure({ size: 't4g.small' }, 'Configure a second blog');
  const second = first.installation(SECOND, project);
  for (const scenario of FIRST_DAY) await scenario.run(second);
  return second;
}

const HEADING = 'A second blog';

/** Asks for both verdicts, as whoever looks after both would. */
async function bothLive(first: Harness, second: Harness): Promise<void> {
  for (const one of [first, second]) await expectVerdict(one);
  const urls = await Promise.all([first, second].map(async (one) => (await one.site()).url));
  if (urls[0] === urls[1]) throw notApart(`both blogs are at ${urls[0]}`);
  for (const one of [first, second]) await blog.run(one);
}

async function expectVerdict(harness: Harness): Promise<void> {
  const commit = await harness.project.head();
  const { state, summary } = await verify(harness, commit, { timeout: VERDICT_SECONDS, codes: [0] });
  if (state !== 'live') throw notApart(`${harness.name}: ${summary}`);
}

/** Merges into one blog's branch while the other is watched. */
async function mergeInto(one: Harness, other: Harness, change: BothHalves): Promise<string> {
  const watch = await bystander(other);
  const commit = await one.project.merge(bothHalves(change));
  const { summary } = await expectLive(one, { commit });
  await Promise.all([requireInfrastructure(one, change), requireWorkload(one, change)]);
  await sleep(AFTERWARDS_MS);
  await watch.requireUntouched(`${commit.slice(0, 7)} was merged for ${one.name}`);
  return `${one.name}: ${summary}`;
}

/** Destroys a blog as the document says, after a merge that lifts its protection. */
async function takeAway(harness: Harness): Promise<void> {
  const commit = await harness.project.configure(
    { size: CHANGE.size, protectionOff: 'one blog is enough' },
    'Turn protection off',
  );
  await expectLive(harness, { commit });
  harness.pipeline.stop();
  await onemerge(harness, ['destroy', '--yes', harness.name], { seconds: 900 });
  const left = await stacksOf(harness);
  if (left.length > 0) throw notApart(`${harness.name} was destroyed, and ${left.join(', ')} are there`);
}

function notApart(what: string): RehearsalError {
  return new RehearsalError(what, {
    help: 'see test/lib/two-blogs.test.ts for names that both have; run again with --keep',
  });
}
