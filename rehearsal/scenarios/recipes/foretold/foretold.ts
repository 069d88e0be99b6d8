import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Half } from '../../../../cli/review/facts.ts';
import type { PullRequest } from '../../../cluster/git/repository.ts';
import type { Harness } from '../../../harness/harness.ts';
import { onemerge } from '../../../harness/onemerge.ts';
import { NAME } from '../../../harness/project.ts';
import { RehearsalError } from '../../../shared/errors.ts';
import { DEPLOY } from '../../deployments.ts';
import type { Scenario } from '../../scenario.ts';
import { allSettled } from '../../workload.ts';
import { compareStacks, deployedMoves, namingInfrastructure } from '../stack-changes.ts';
import { widenBounds } from '../wider-bounds.ts';
import { BRANCHES } from './branches.ts';
import { compareObjects, type Foretold } from './compare.ts';
import { appliedKinds, liveObjects } from './live-objects.ts';

/** `example-ghost` is the stack `Ghost`, as the review calls it. */
const constructOf = (stack: string) => stack.replace(`${NAME}-`, '').replace(/^./, (letter) => letter.toUpperCase());

/** Deployed by hand: the builds of so many merges would take longer than the merges. */
export const foretold: Scenario = {
  id: 'foretold',
  title: 'docs/review.md: what a review foretells is what happens',
  run: async (harness) =>
    await harness.pipeline.paused(async () => {
      await widenBounds(harness, "monthlyBudget: 300, cdnMetrics: 'on', driftCheck: 'weekly',");
      const wrong: string[] = [];
      let moves = 0;
      for (const branch of BRANCHES) {
        const { faults, count } = await play(harness, branch);
        wrong.push(...faults.map((fault) => `${branch.branch}: ${fault}`));
        moves += count;
      }
      if (wrong.length > 0) throw otherwise(wrong);
      return `${BRANCHES.length} pull requests merged; all ${moves} changes that were foretold, and no other`;
    }),
};

/** @returns what happened otherwise than foretold, and how many changes were foretold */
async function play(harness: Harness, branch: PullRequest): Promise<{ faults: string[]; count: number }> {
  // Given the review of a pull request
  await harness.project.propose(branch);
  const review = await reviewOf(harness);
  const kinds = await appliedKinds(harness);
  const before = await liveObjects(harness, kinds);
  const start = new Date();
  // When it is merged and deployed
  const commit = await harness.project.accept(branch);
  if (review.infrastructure.length > 0) await harness.cdk.run(DEPLOY);
  await allSettled(harness, 300, commit);
  // Then each resource and each object went its foretold way, and no other went any
  const ofConstructs = (await deployedMoves(harness, start)).map((move) => ({
    ...move,
    stack: constructOf(move.stack),
  }));
  const after = await liveObjects(harness, kinds);
  const faults = [
    ...compareStacks(review.infrastructure, ofConstructs, settings(harness)),
    ...compareObjects(review, before, after),
  ];
  return { faults, count: review.infrastructure.length + review.workload.length };
}

/** @throws RehearsalError when a half could not be read */
async function reviewOf(harness: Harness): Promise<Foretold> {
  // It exits with 1 when data is at risk, which is for a person to decide.
  const said = await onemerge(harness, ['review', '--json'], { seconds: 240, codes: [0, 1] });
  const { infrastructure, workload } = JSON.parse(said) as {
    readonly infrastructure: Half<Foretold['infrastructure']>;
    readonly workload: Half<Foretold['workload']>;
  };
  return { infrastructure: readValue(infrastructure), workload: readValue(workload) };
}

function readValue<T>(half: Half<T>): T {
  if ('value' in half) return half.value;
  throw new RehearsalError(`the review could not read a half: ${half.error}`, { help: 'run again with --keep' });
}

function settings({ project }: Harness): string[] {
  const template = readFileSync(join(project.folder, 'cdk.out/Ghost.template.json'), 'utf8');
  return namingInfrastructure(JSON.parse(template).Resources).map((id) => `Ghost/${id}`);
}

function otherwise(wrong: readonly string[]): RehearsalError {
  return new RehearsalError(`what happened is not what the review foretold:\n${wrong.join('\n')}`, {
    where: 'cli/review',
    help: 'see what each branch does in rehearsal/scenarios/recipes/foretold/branches.ts; run again with --keep',
  });
}
