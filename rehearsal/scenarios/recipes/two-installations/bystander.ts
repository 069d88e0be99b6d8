import type { Harness } from '../../../harness/harness.ts';
import { stackMoves } from '../../../harness/stack-moves.ts';
import { RehearsalError } from '../../../shared/errors.ts';
import { appliedKinds, liveObjects } from '../foretold/live-objects.ts';
import { stacksOf } from './stacks-of.ts';
import { whatChanged } from './what-changed.ts';

/** An installation that is watched while something happens to another. */
interface Bystander {
  /** How many objects and stacks are watched. */
  readonly count: number;
  /** @param event for the message: what happened elsewhere @throws RehearsalError that names what changed here */
  readonly requireUntouched: (event: string) => Promise<void>;
}

/** Begins to watch: every object that Flux has applied, the blog's pods, the stacks, and the pipeline's executions. */
export async function bystander(harness: Harness): Promise<Bystander> {
  const start = new Date();
  const kinds = await appliedKinds(harness);
  const look = async () => ({
    objects: await liveObjects(harness, kinds),
    pods: await podsOf(harness),
    executions: harness.pipeline.runner.executions.map(({ id }) => id),
    stacks: await stacksOf(harness),
  });
  const before = await look();
  return {
    count: before.objects.size + before.stacks.length,
    requireUntouched: async (event) => {
      const after = await look();
      const moves = await Promise.all(after.stacks.map((stack) => stackMoves(harness, stack, start)));
      const changed = [
        ...whatChanged(before, after),
        ...moves.flat().map(({ stack, logicalId, how }) => `${stack}/${logicalId} was ${how}`),
      ];
      if (changed.length === 0) return;
      throw new RehearsalError(`${event}, and ${harness.name} changed too: ${changed.join('; ')}`, {
        help: 'see what both installations name alike; run again with --keep',
      });
    },
  };
}

/** The blog's pods: a uid for each, with how often it was restarted. */
async function podsOf(harness: Harness): Promise<string[]> {
  const { kubectl } = await harness.cluster();
  const path = '{range .items[*]}{.metadata.uid} restarted {.status.containerStatuses[*].restartCount}{"\\n"}{end}';
  return (await kubectl(['-n', 'ghost', 'get', 'pods', '-o', `jsonpath=${path}`])).split('\n').filter(Boolean);
}
