import { appendFileSync } from 'node:fs';
import { LOCK_FILE } from '../../lib/lock.ts';
import { pastTheCache } from '../fakes/cloudfront/visitor.ts';
import { changedFiles, changedResources } from '../harness/diffs.ts';
import { expectLive } from '../harness/expect-live.ts';
import type { Harness } from '../harness/harness.ts';
import { replaceOnce } from '../harness/project.ts';
import { unnoticed, whileReading } from '../harness/reader.ts';
import { setting } from '../harness/settings.ts';
import {
  type BothHalves,
  bothHalves,
  CHANGE_LABEL,
  DEPLOYMENT,
  mergeFailed,
  ofThePod,
  requireInfrastructure,
  requireWorkload,
} from './both-halves.ts';
import { requireHeld } from './gate.ts';
import { commentOnPullRequest } from './review-comment.ts';
import type { Scenario } from './scenario.ts';
import { UNREAD } from './unread.ts';

/** Whether Flux learned of a push through GitHub's webhook; without it, the verdict would ask Flux itself and still be `live`. */
function webhookTaken({ github }: Harness, commit: string): boolean {
  return github.fake.deliveries.some(
    ({ event, answer }) =>
      event.name === 'push' && (event.payload as { after?: string }).after === commit && answer.statusCode === 200,
  );
}

/** The pull request of the story, which readers see as well. */
export const MORE_READERS = {
  branch: 'more-readers',
  title: 'Name the blog, and make room for more readers',
  size: 't4g.large',
  memory: '1280Mi',
  look: { title: 'If it is merged, it is done', accent_color: '#1a7f37' },
} as const satisfies BothHalves;

/** The database, and the setting that says which infrastructure stands. */
const EXPECTED = ['[~] AWS::RDS::DBInstance', '[~] Custom::AWSCDK-EKS-KubernetesResource'];

/** What a reviewer sees before the merge: the change of each half. */
export const review: Scenario = {
  id: 'review',
  title: 'a pull request shows what it changes in both halves',
  run: async (harness) => {
    const { diff } = await harness.project.propose(bothHalves(MORE_READERS));
    const infrastructure = await harness.cdk.run(['diff']);
    appendFileSync(harness.sandbox.log('review'), `${infrastructure}\n${diff}`);
    const resources = changedResources(infrastructure);
    if (resources.join() !== EXPECTED.join()) throw mergeFailed(`cdk diff shows ${resources.join(', ')}`);
    const files = changedFiles(diff).filter(({ file }) => file.startsWith('gitops/'));
    const changes = files.map(({ file, lines }) => `${file}: ${lines.length} lines`);
    const names = files.map(({ file }) => file).sort();
    if (names.join() !== [DEPLOYMENT, LOCK_FILE].join())
      throw mergeFailed(`the diff of the manifests is "${changes.join('; ')}"`);
    const comment = await commentOnPullRequest(harness, 1);
    return [...resources, ...changes, comment].join('; ');
  },
};

/** The promise: one merge, both halves. RDS and the pod are checked as well as the verdict. */
export const merge: Scenario = {
  id: 'merge',
  title: 'merging the pull request changes the database and the blog',
  unread: UNREAD.own,
  run: async (harness) => {
    const host = await setting(harness, 'DATABASE_HOST');
    const before = Date.now();
    const { result, away, readers } = await whileReading(await harness.site(), async () => {
      const commit = await harness.project.accept(MORE_READERS);
      return { commit, ...(await expectLive(harness, { commit })) };
    });
    const { commit, summary, seconds } = result;
    const met = unnoticed(readers);
    if (!webhookTaken(harness, commit)) throw mergeFailed('the webhook did not reach Flux after the merge');
    await requireInfrastructure(harness, MORE_READERS);
    await requireWorkload(harness, MORE_READERS);
    const held = await requireHeld(harness, before);
    const page = (await (await harness.site()).visit(pastTheCache('/'))).body.toString();
    if (!page.includes(MORE_READERS.look.title)) throw mergeFailed('readers do not see the title of the pull request');
    if ((await setting(harness, 'DATABASE_HOST')) !== host) throw mergeFailed('the database was replaced, not resized');
    return `${summary}; ${held.objects} objects waited ${held.seconds} s for the infrastructure; pipeline ${seconds.toFixed(1)} s; ${met}; Ghost itself was unavailable for ${away.toFixed(1)} s`;
  },
};

/** A merge that touches manifests only. */
export const manifestOnly: Scenario = {
  id: 'manifest-only',
  title: 'a merge that only changes manifests is applied at once',
  run: async (harness) => {
    const edit = (text: string) => replaceOnce(text, 'change: more-readers', 'change: only-manifests', DEPLOYMENT);
    const commit = await harness.project.merge({
      branch: 'only-manifests',
      title: 'Label the blog anew',
      edits: { [DEPLOYMENT]: edit },
    });
    const { summary, seconds } = await expectLive(harness, { commit });
    const label = await ofThePod(harness, CHANGE_LABEL);
    if (label !== 'only-manifests') throw mergeFailed(`the pod has the label ${label}`);
    return `${summary}; pipeline ${seconds.toFixed(1)} s`;
  },
};

/** A merge that changes nothing restarts nothing. The pipeline stops after it, because later scenarios deploy by hand. */
export const nothing: Scenario = {
  id: 'nothing',
  title: 'an empty merge restarts nothing',
  run: async (harness) => {
    const pod = await ofThePod(harness, '.metadata.uid');
    const commit = await harness.project.merge({ branch: 'nothing', title: 'Change nothing', edits: {} });
    const { summary, seconds } = await expectLive(harness, { commit });
    harness.pipeline.stop();
    const after = await ofThePod(harness, '.metadata.uid');
    if (after !== pod) throw mergeFailed(`the pod changed from ${pod} to ${after}`);
    return `${summary}; pipeline ${seconds.toFixed(1)} s; the pod is the same`;
  },
};
