import { type BothHalves, bothHalves } from '../../scenarios/both-halves.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { delivered } from './deliveries.ts';
import { replay } from './replay.ts';
import { requireSame, running } from './state.ts';

const PROPOSED: BothHalves = {
  branch: 'not-merged',
  title: 'Propose, and do not merge',
  size: 't4g.2xlarge',
  memory: '2Gi',
};

/** A pull request's branch may hold anything: none of it runs before it is merged. */
export const otherBranch: Scenario = {
  id: 'other-branch',
  title: 'a push to another branch changes nothing',
  run: async (harness) => {
    const executions = () => harness.pipeline.runner.executions.map(({ id }) => id).join(' ');
    const look = async () => ({ ...(await running(harness)), executions: executions() });
    const before = await look();
    const { commit } = await harness.project.propose(bothHalves(PROPOSED));
    const delivery = await delivered(harness, commit);
    const { statusCode } = delivery.answer;
    if (statusCode !== 200) {
      throw new RehearsalError(`the event was answered ${statusCode}, so this proves nothing`, {
        where: harness.sandbox.log('github'),
        help: 'see the Receiver in gitops/operators/configs; run again with --keep',
      });
    }
    await replay(harness, delivery); // the Receiver takes it, and Flux looks: once by the push, once by this
    requireSame(before, await look(), 'see spec.sync.ref of the FluxInstance, and the branch in the Pipeline stack');
    return `answered ${statusCode}; Flux fetched and stays at ${before.fetched}; no execution started`;
  },
};
