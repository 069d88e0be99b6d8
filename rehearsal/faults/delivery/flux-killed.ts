import { killContainer } from '../../cluster/container.ts';
import type { Harness } from '../../harness/harness.ts';
import type { BothHalves } from '../../scenarios/both-halves.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { UNREAD } from '../../scenarios/unread.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { delivered } from './deliveries.ts';
import { mergeDuringFault } from './merge-during-fault.ts';
import { fetched, requests } from './state.ts';

const CHANGE: BothHalves = {
  branch: 'flux-killed',
  title: 'Change both halves while Flux is dead',
  size: 't4g.large',
  memory: '1280Mi',
};

const SELECTOR = 'app in (source-controller, kustomize-controller, notification-controller)';

/** Removes controllers as the loss of their node would: no shutdown, no released lease, no files left. */
async function killControllers(harness: Harness): Promise<void> {
  const { kubectl } = await harness.cluster();
  const flux = ['-n', 'flux-system'];
  const path = 'jsonpath={.items[*].status.containerStatuses[*].containerID}';
  for (const id of (await kubectl([...flux, 'get', 'pods', '-l', SELECTOR, '-o', path])).split(' ')) killContainer(id);
  await kubectl([...flux, 'delete', 'pods', '-l', SELECTOR, '--force', '--grace-period=0', '--wait=false']);
}

/** How a commit came to Flux. */
interface Arrival {
  /** Milliseconds since GitHub delivered the push event. */
  readonly after: number;
  readonly by: string;
}

/** Waits until Flux has fetched a commit. @param asked - what `requests` said before the push */
async function arrival(harness: Harness, commit: string, asked: string): Promise<Arrival> {
  const { answer } = await delivered(harness, commit);
  const start = Date.now();
  const look = async () => ((await fetched(harness)).endsWith(commit) ? Date.now() - start : undefined);
  const after = await waitFor('Flux fetches the commit', look, { seconds: 300 });
  const { requested } = await requests(harness);
  const webhook = `the webhook was answered ${answer.statusCode}`;
  if (answer.statusCode === 200) return { after, by: webhook };
  const verdict = requested === asked ? 'had not asked it to' : 'had asked it to as well';
  return {
    after,
    by: `${webhook} and lost; source-controller fetched once it was leader again, the verdict ${verdict}`,
  };
}

/** Flux is dead when the push comes: nobody takes the webhook. */
export function fluxKilled(kept: Scenario): Scenario {
  return {
    id: 'flux-killed',
    title: "Flux's controllers are killed during a merge: they recover",
    unread: UNREAD.own,
    run: async (harness) => {
      const { requested } = await requests(harness);
      await killControllers(harness);
      const { fault, live } = await mergeDuringFault(
        harness,
        CHANGE,
        (commit) => arrival(harness, commit, requested),
        kept,
      );
      return {
        note: `${fault.by}, fetched ${(fault.after / 1000).toFixed(1)} s after the push; both halves live after ${live.toFixed(0)} s`,
        figures: { 'Flux killed: push to fetched, ms': [fault.after], 'Flux killed: push to live, s': [live] },
      };
    },
  };
}
