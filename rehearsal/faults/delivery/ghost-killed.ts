import { killContainer } from '../../cluster/container.ts';
import type { Harness } from '../../harness/harness.ts';
import type { BothHalves } from '../../scenarios/both-halves.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { UNREAD } from '../../scenarios/unread.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { mergeDuringFault, TIMEOUT_SECONDS, waitForBlog } from './merge-during-fault.ts';
import { pods } from './state.ts';

const CHANGE: BothHalves = {
  branch: 'ghost-killed',
  title: 'Change both halves while Ghost dies',
  size: 't4g.medium',
  memory: '1152Mi',
};

interface Pods {
  readonly items: readonly {
    readonly status: {
      readonly containerStatuses?: readonly { readonly containerID?: string; readonly state: { running?: unknown } }[];
    };
  }[];
}

/** The id of the container in which the new pod's Ghost runs, from its first moment on; undefined before. */
async function newGhost(harness: Harness): Promise<string | undefined> {
  const { kubectl } = await harness.cluster();
  const selector = `example.com/change=${CHANGE.branch}`;
  const { items } = JSON.parse(await kubectl(['-n', 'ghost', 'get', 'pods', '-l', selector, '-o', 'json'])) as Pods;
  const [container] = items[0]?.status.containerStatuses ?? [];
  return container?.state.running ? container.containerID : undefined;
}

/** Kills the Ghost of the new pod while it starts. Returns how long readers wait for it from then on, in milliseconds. */
async function strike(harness: Harness): Promise<number> {
  const container = await waitFor('the new Ghost starts', () => newGhost(harness), { seconds: TIMEOUT_SECONDS });
  killContainer(container);
  return await waitForBlog(harness);
}

/** The merge has taken the old Ghost away, and the new one dies before it has answered anybody. */
export function ghostKilled(kept: Scenario): Scenario {
  return {
    id: 'ghost-killed',
    title: "the new pod's Ghost is killed during a merge: it recovers",
    unread: UNREAD.own,
    run: async (harness) => {
      const { fault, live, away, readers } = await mergeDuringFault(harness, CHANGE, () => strike(harness), kept);
      const after = await pods(harness);
      if (!/ restarted [1-9]/.test(after)) {
        throw new RehearsalError(`the kubelet restarted no container: ${after}`, {
          help: 'the kill hit nothing: see how rehearsal/cluster/container.ts finds processes',
        });
      }
      return {
        note: `blog back ${(fault / 1000).toFixed(1)} s after the kill, Ghost itself unavailable for ${away.toFixed(1)} s; ${readers}; both halves live after ${live.toFixed(0)} s`,
        figures: { 'ghost killed: blog back, ms': [fault] },
      };
    },
  };
}
