import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';
import { waitFor } from '../../shared/process/wait.ts';

import { addressOf, podGets } from '../access/connections.ts';
import type { Scenario } from '../scenario.ts';
import { besideABrokenService } from './beside-a-broken-service.ts';
import { onTheInternet } from './on-the-internet.ts';
import { DOCUMENT, obey } from './service-steps.ts';

/** The namespace, Service and label that the document writes. */
const SERVICE = 'hello';

/** The tests of `npm test` that look at the tree. */
const TESTS = 'test/gitops.test.ts';

/** What lets Flux's pods in, one of which asks. */
const LET_IN = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'let-flux-in', namespace: SERVICE },
  spec: {
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'flux-system' } } }],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ],
  },
};

/** A service from its pull request to its removal, by the document's own commands and files: in the cluster, then on the Internet. */
export const addAService: Scenario = {
  id: 'add-a-service',
  title: `${DOCUMENT}: a new service answers, and can be removed again`,
  run: async (harness) => {
    const added = { branch: 'add-a-service', title: 'Add a service' };
    await harness.project.proposeWork(added, async () => {
      await obey(harness, 'Once: a place for services');
      await obey(harness, 'In the cluster');
    });
    await testTree(harness);
    const commit = await harness.project.accept(added);
    const { summary } = await expectLive(harness, { commit });
    const policy = await answersByPolicy(harness);
    const beside = await besideABrokenService(harness);
    const internet = await onTheInternet(harness, () => testTree(harness));
    const removed = { branch: 'remove-the-service', title: 'Revert "Add a service"' };
    const reverted = await harness.project.revert(commit, removed);
    await expectLive(harness, { commit: reverted });
    const gone = await untilGone(harness);
    return `the tests of the tree green; ${summary}; ${policy}; ${beside}; ${internet}; gone ${gone.toFixed(0)} s after the revert was live`;
  },
};

/** Runs the tests of the tree in the clone, as `npm test` does among others. @throws ProcessError when one fails */
async function testTree({ sandbox, project }: Harness): Promise<void> {
  await run('node', ['--import', 'tsx', '--test', TESTS], {
    seconds: 300,
    cwd: project.folder,
    env: sandbox.env,
    log: sandbox.log('recipes'),
    help: `what ${DOCUMENT} writes does not pass the tests of the tree: mend the one or the other`,
  });
}

/** Asks the service from a pod of Flux, before a policy lets it in and after. @returns what happened */
async function answersByPolicy(harness: Harness): Promise<string> {
  const { kubectl } = await harness.cluster();
  const read = async (args: readonly string[]) => await kubectl(['-n', SERVICE, 'get', ...args]);
  const target = { address: await read(['service', SERVICE, '-o', 'jsonpath={.spec.clusterIP}']), port: 80 };
  const pod = await read(['pods', '-o', 'jsonpath={.items[0].metadata.name}']);
  const asking = await addressOf(kubectl, 'flux-system', 'app=kustomize-controller');
  const ask = () => podGets(asking, target, `/${SERVICE}/`);
  if ((await ask()) !== undefined) throw wrong('the service answers another pod although no policy lets it in');
  await kubectl(['apply', '-f', '-'], { input: JSON.stringify(LET_IN) });
  const answer = await waitFor('the service answers a pod that a policy lets in', ask, { seconds: 30 });
  if (answer.trim() !== pod) throw wrong(`the service answers ${JSON.stringify(answer)}, and its pod is ${pod}`);
  return `refused another pod, then answered it once a policy let it in`;
}

/** Waits until nothing of the service is in the cluster. @returns seconds */
async function untilGone(harness: Harness): Promise<number> {
  const { kubectl } = await harness.cluster();
  const start = Date.now();
  const gone = async () => {
    const left = await kubectl(['get', 'namespace', SERVICE, '--ignore-not-found', '-o', 'name']);
    return left.trim() === '' ? (Date.now() - start) / 1000 : undefined;
  };
  return await waitFor(`the namespace ${SERVICE} is gone`, gone, { seconds: 120 });
}

function wrong(what: string): RehearsalError {
  return new RehearsalError(what, { where: DOCUMENT, help: 'compare its NetworkPolicy; run again with --keep' });
}
