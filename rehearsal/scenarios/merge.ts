import { appendFileSync } from 'node:fs';
import { changedLines, changedResources } from '../harness/diffs.ts';
import { wentLive } from '../harness/expect-live.ts';
import type { Stage } from '../harness/harness.ts';
import { replaceOnce } from '../harness/project.ts';
import { whileReading } from '../harness/reader.ts';
import { setting } from '../harness/settings.ts';
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
import type { Act } from './scenario.ts';

/** Whether Flux took the push of a commit from GitHub's webhook: the verdict alone would ask Flux, and be content. */
function webhookTaken({ hub }: Stage, commit: string): boolean {
  return hub.github.deliveries.some(
    ({ event, answer }) =>
      event.name === 'push' && (event.payload as { after?: string }).after === commit && answer.statusCode === 200,
  );
}

const MORE_READERS: BothHalves = {
  branch: 'more-readers',
  title: 'Make room for more readers',
  size: 't4g.large',
  memory: '1280Mi',
};

/** What a reviewer sees before the merge: the change of each half. */
export const review: Act = {
  id: 'review',
  title: 'a pull request shows what it changes in both halves',
  play: async (stage) => {
    const { diff } = await stage.project.propose(bothHalves(MORE_READERS));
    const infrastructure = await stage.cdk.run(['diff']);
    appendFileSync(stage.room.log('review'), `${infrastructure}\n${diff}`);
    const resources = changedResources(infrastructure);
    if (resources.join() !== '[~] AWS::RDS::DBInstance') throw untrue(`cdk diff names ${resources.join(', ')}`);
    const lines = changedLines(diff, 'gitops/');
    if (lines.length !== 1) throw untrue(`the diff of the manifests is "${lines.join('; ')}"`);
    return [...resources, ...lines].join('; ');
  },
};

/** The promise: one merge, both halves. Not the verdict alone says so: RDS and the pod are asked as well. */
export const merge: Act = {
  id: 'merge',
  title: 'merging it changes the database and the blog',
  play: async (stage) => {
    const host = await setting(stage, 'DATABASE_HOST');
    const { result, away } = await whileReading(await stage.site(), async () => {
      const commit = await stage.project.accept(MORE_READERS);
      return { commit, ...(await wentLive(stage, { commit })) };
    });
    const { commit, times, seconds } = result;
    if (!webhookTaken(stage, commit)) throw untrue('Flux did not hear of the merge by the webhook');
    await requireInfrastructure(stage, MORE_READERS);
    await requireWorkload(stage, MORE_READERS);
    if ((await setting(stage, 'DATABASE_HOST')) !== host) throw untrue('the database was replaced, not resized');
    return `${times}; pipeline ${seconds.toFixed(1)} s; the blog was away for ${away.toFixed(1)} s`;
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
    const { times, seconds } = await wentLive(stage, { commit });
    const label = await ofThePod(stage, CHANGE_LABEL);
    if (label !== 'only-manifests') throw untrue(`the pod has the label ${label}`);
    return `${times}; pipeline ${seconds.toFixed(1)} s`;
  },
};

/** A merge that changes nothing: nothing restarts. The pipeline rests after it: the acts that follow deploy by hand. */
export const nothing: Act = {
  id: 'nothing',
  title: 'a merge of nothing restarts nothing',
  play: async (stage) => {
    const pod = await ofThePod(stage, '.metadata.uid');
    const commit = await stage.project.merge({ branch: 'nothing', title: 'Change nothing', edits: {} });
    const { times, seconds } = await wentLive(stage, { commit });
    stage.pipeline.stop();
    const after = await ofThePod(stage, '.metadata.uid');
    if (after !== pod) throw untrue(`the pod was ${pod} and is ${after}`);
    return `${times}; pipeline ${seconds.toFixed(1)} s; the pod is the same`;
  },
};
