import { waitFor } from '../process/wait.ts';
import { replaceOnce } from '../stage/project.ts';
import type { Stage } from '../stage/stage.ts';
import type { Act } from './act.ts';
import {
  type BothHalves,
  bothHalves,
  CHANGE_LABEL,
  DEPLOYMENT,
  ofThePod,
  requireInfrastructure,
  requireWorkload,
  untrue,
} from './both-halves.ts';
import { timeAway } from './story-blog.ts';
import { succeeded } from './story-connect.ts';
import { settled } from './workload.ts';

/** A moment's distance from another, for the table. */
const since = (start: number) => `${((Date.now() - start) / 1000).toFixed(1)} s`;

/** Seconds that Flux may take for the blog. */
const PATIENCE = 540;

/** Waits for GitHub to have handed the push of a commit to Flux. @throws WaitError when nobody took it */
async function webhookTaken({ hub, room }: Stage, commit: string): Promise<void> {
  const taken = async () =>
    hub.github.deliveries.find(
      ({ event, answer }) =>
        event.name === 'push' && (event.payload as { after?: string }).after === commit && answer.statusCode === 200,
    );
  await waitFor('Flux takes the push', taken, { seconds: 60, where: room.log('github') });
}

const MORE_READERS: BothHalves = {
  branch: 'more-readers',
  title: 'Make room for more readers',
  size: 't4g.large',
  memory: '1280Mi',
};

/** The promise: one merge, both halves. */
export const merge: Act = {
  id: 'merge',
  title: 'one merged pull request changes the database and the blog',
  play: async (stage) => {
    const commit = await stage.project.merge(bothHalves(MORE_READERS));
    const start = Date.now();
    const workload = async () => {
      await webhookTaken(stage, commit);
      const woken = since(start);
      await settled(stage, 'ghost', PATIENCE, commit);
      const live = since(start);
      await requireWorkload(stage, MORE_READERS);
      return `webhook ${woken}, pod ${live}`;
    };
    const infrastructure = async () => {
      await succeeded(stage, { commit });
      await requireInfrastructure(stage, MORE_READERS);
      return `database ${since(start)}`;
    };
    const done = new AbortController();
    const reading = timeAway(await stage.site(), done.signal);
    const halves = await Promise.allSettled([workload(), infrastructure()]);
    done.abort();
    const away = await reading;
    for (const half of halves) if (half.status === 'rejected') throw half.reason;
    const told = halves.map((half) => (half.status === 'fulfilled' ? half.value : ''));
    return [...told, `the blog was away for ${away.toFixed(1)} s`].join(', ');
  },
};

/** A merge that touches manifests only. */
export const manifestOnly: Act = {
  id: 'manifest-only',
  title: 'a merge of manifests only is applied at once',
  play: async (stage) => {
    const edit = (text: string) => replaceOnce(text, 'change: more-readers', 'change: only-manifests', DEPLOYMENT);
    const commit = await stage.project.merge({
      branch: 'only-manifests',
      title: 'Label the blog anew',
      edits: { [DEPLOYMENT]: edit },
    });
    const start = Date.now();
    await settled(stage, 'ghost', PATIENCE, commit);
    const live = since(start);
    const label = await ofThePod(stage, CHANGE_LABEL);
    if (label !== 'only-manifests') throw untrue(`the pod has the label ${label}`);
    await succeeded(stage, { commit });
    return `pod ${live}, pipeline ${since(start)}`;
  },
};

/** A merge that changes nothing: nothing restarts. The pipeline rests after it: the acts that follow deploy by hand. */
export const nothing: Act = {
  id: 'nothing',
  title: 'a merge of nothing restarts nothing',
  play: async (stage) => {
    const pod = await ofThePod(stage, '.metadata.uid');
    const commit = await stage.project.merge({ branch: 'nothing', title: 'Change nothing', edits: {} });
    const start = Date.now();
    await settled(stage, 'ghost', PATIENCE, commit);
    const live = since(start);
    await succeeded(stage, { commit });
    stage.pipeline.stop();
    const after = await ofThePod(stage, '.metadata.uid');
    if (after !== pod) throw untrue(`the pod was ${pod} and is ${after}`);
    return `Flux ${live}, pipeline ${since(start)}; the pod is the same`;
  },
};
