import type { Harness } from '../../harness/harness.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { bothWays } from './by-merge.ts';
import { expectNotLive, expectRepaired } from './expect-not-live.ts';

/** What Flux applies with all its rights: the account of the blog's folder has none to Jobs. */
const ACCESS = 'gitops/apps/database/access.yaml';

/** Pod Security refuses its pods, which the API server finds when it makes one, not when it takes the CronJob. */
const CRON_JOB = `---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: tidy
  namespace: ghost
spec:
  schedule: "* * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: tidy
              image: example.com/tidy:1.0.0
`;

/** The first Job comes with the minute; before it nothing tells that its pods will be refused. */
export const refusedJobs: Scenario = {
  id: 'refused-jobs',
  title: 'a CronJob whose pods are forbidden: not live, "pod refused"',
  run: async (harness) => {
    const { forth, back } = bothWays({ [ACCESS]: (text) => text + CRON_JOB });
    const commit = await harness.project.merge({ branch: 'tidy', title: 'Tidy every minute', edits: forth });
    await waitFor('a Job is refused its pods', () => isRefused(harness), { seconds: 120, every: 500 });
    const measured = await expectNotLive(harness, { commit, cause: 'pod refused', isFinal: async () => true });
    await expectRepaired(
      harness,
      await harness.project.merge({ branch: 'untidy', title: 'Tidy no more', edits: back }),
    );
    return measured;
  },
};

async function isRefused(harness: Harness): Promise<true | undefined> {
  const { kubectl } = await harness.cluster();
  const selector = '--field-selector=involvedObject.kind=Job,reason=FailedCreate';
  return /tidy/.test(await kubectl(['-n', 'ghost', 'get', 'events', selector, '-o', 'name'])) || undefined;
}
