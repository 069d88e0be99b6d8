import { RehearsalError } from '../errors.ts';
import { run } from '../process/run.ts';
import { waitFor } from '../process/wait.ts';
import { replaceOnce } from '../stage/project.ts';
import type { Stage } from '../stage/stage.ts';
import type { Act } from './act.ts';
import { timeAway } from './story-blog.ts';
import { succeeded } from './story-connect.ts';
import { settled } from './workload.ts';

const DEPLOYMENT = 'gitops/apps/ghost/deployment.yaml';
const CONFIG = 'onemerge.config.ts';

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

/** One field of the pod that answers now. */
async function ofThePod(stage: Stage, path: string): Promise<string> {
  const { kubectl } = await stage.cluster();
  const running = '--field-selector=status.phase=Running';
  return await kubectl(['-n', 'ghost', 'get', 'pods', running, '-o', `jsonpath={.items[*]${path}}`]);
}

/** Prints the class of the account's one DB instance; AWS's own client for Python came with the stand-in. */
const DESCRIBE = `import boto3
print(*(found["DBInstanceClass"] for found in boto3.client("rds").describe_db_instances()["DBInstances"]))`;

/** The database's class, as RDS tells it. */
async function databaseClass({ room, aws }: Stage): Promise<string> {
  const env = { ...room.env, ...aws.env, PYTHONPATH: room.plan.cache.awsPackages, PYTHONDONTWRITEBYTECODE: '1' };
  return (await run('python3', ['-c', DESCRIBE], { seconds: 60, env })).trim();
}

function untrue(what: string): RehearsalError {
  return new RehearsalError(what, { help: 'see the logs of the build and of Flux; run again with --keep' });
}

/** The promise: one merge, both halves. */
export const merge: Act = {
  id: 'merge',
  title: 'one merged pull request changes the database and the blog',
  play: async (stage) => {
    const commit = await stage.project.merge({
      branch: 'more-readers',
      title: 'Make room for more readers',
      edits: {
        [CONFIG]: (text) => text.replace(/"size": "[^"]+"/, '"size": "t4g.large"'),
        [DEPLOYMENT]: (text) =>
          replaceOnce(
            replaceOnce(text, 'memory: 1Gi', 'memory: 1280Mi', DEPLOYMENT),
            '      annotations:\n',
            '        example.com/change: more-readers\n      annotations:\n',
            DEPLOYMENT,
          ),
      },
    });
    const start = Date.now();
    const workload = async () => {
      await webhookTaken(stage, commit);
      const woken = since(start);
      await settled(stage, 'ghost', PATIENCE, commit);
      const live = since(start);
      const seen = await ofThePod(stage, '.spec.containers[0].resources.limits.memory');
      const label = await ofThePod(stage, '.metadata.labels.example\\.com/change');
      if (seen !== '1280Mi' || label !== 'more-readers') throw untrue(`the pod has ${seen} and the label ${label}`);
      return `webhook ${woken}, pod ${live}`;
    };
    const infrastructure = async () => {
      await succeeded(stage, { commit });
      const seen = await databaseClass(stage);
      if (seen !== 'db.t4g.large') throw untrue(`RDS says ${seen}`);
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
    const label = await ofThePod(stage, '.metadata.labels.example\\.com/change');
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
