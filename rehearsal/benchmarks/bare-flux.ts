import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Api, connectApi } from '../cluster/api.ts';
import { checkOut, commitAll, publishHead, type RepositoryName, type WorkingCopy } from '../cluster/git/repository.ts';
import type { Harness } from '../harness/harness.ts';
import { replaceOnce } from '../harness/project.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { UNREAD } from '../scenarios/unread.ts';
import { RehearsalError } from '../shared/errors.ts';
import { percentile } from '../shared/percentile.ts';
import { type DeploymentWatch, watchDeployment } from './deployment-watch.ts';
import { PUSHES, pushing } from './pushes.ts';

/** How many times as long as through a bare Flux a push may take. */
const TARGET = 1.5;

/** The repository, namespace and Deployment of the bare one. */
const BARE = 'bare';
const REPOSITORY: RepositoryName = { owner: 'example', name: BARE, branch: 'main' };
const FILE = 'deployment.yaml';
const FIRST_DEADLINE = 600;

const field = (deadline: number) => `progressDeadlineSeconds: ${deadline}`;

/** A Deployment without pods: what is measured ends with its new generation. */
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${BARE}, namespace: ${BARE} }
spec:
  replicas: 0
  ${field(FIRST_DEADLINE)}
  selector: { matchLabels: { app: ${BARE} } }
  template:
    metadata: { labels: { app: ${BARE} } }
    spec: { containers: [{ name: main, image: busybox }] }
`;

const metadata = { name: BARE, namespace: BARE };
const OBJECTS = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: BARE } },
  {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata,
    spec: {
      interval: '10m',
      url: `https://github.com/${REPOSITORY.owner}/${REPOSITORY.name}.git`,
      ref: { branch: REPOSITORY.branch },
    },
  },
  {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata,
    spec: { interval: '10m', prune: true, path: './', sourceRef: { kind: 'GitRepository', name: BARE } },
  },
];

/**
 * The floor: one repository, one Kustomization and one Deployment, in the same cluster, by the same controllers. Flux is
 * told of each push by the annotation that its own webhook receiver writes, so the way of the webhook is not in it.
 */
export const bareFlux: Scenario = {
  id: 'bare-flux',
  title: `${PUSHES} pushes through a bare Flux, and ${PUSHES} through ours: at most ${TARGET} times as long`,
  unread: UNREAD.measures,
  run: async (harness) => {
    harness.pipeline.stop();
    const bare = await pushingBare(harness);
    const { fromPush: ours } = await pushing(harness);
    const [floor, median] = [percentile(bare, 50), percentile(ours, 50)];
    const ratio = (median / floor).toFixed(2);
    const figures = { 'push through a bare Flux, ms': bare, 'push through ours, ms': ours };
    if (median > 2 * TARGET * floor)
      throw new RehearsalError(`a push takes ${ratio} times as long as the floor: p50 ${median} ms, ${floor} ms`, {
        help: 'measure on an idle machine; then read what kustomize-controller logs between two pushes',
      });
    const slow = median > TARGET * floor ? 'SLOW: ' : '';
    return { note: `p50 ${median} ms, the floor ${floor} ms: ${slow}${ratio} times (target ${TARGET})`, figures };
  },
};

/** @returns milliseconds from push to new generation, of each push */
async function pushingBare(harness: Harness): Promise<number[]> {
  const copy = await publishBare(harness);
  const { kubectl, kubeconfig } = await harness.cluster();
  await kubectl(['apply', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: OBJECTS }) });
  await kubectl(['-n', BARE, 'wait', 'kustomization', BARE, '--for=condition=Ready', '--timeout=120s']);
  const watch = watchDeployment({ kubeconfig }, harness.sandbox, metadata);
  const api = await connectApi(kubeconfig);
  try {
    return await pushEach(copy, api, watch);
  } finally {
    api.close();
    watch.stop();
    await kubectl(['delete', 'namespace', BARE, '--wait=false']);
  }
}

async function pushEach(copy: WorkingCopy, api: Api, watch: DeploymentWatch): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < PUSHES) {
    const { deadline } = await watch.latest();
    const change = (text: string) => replaceOnce(text, field(deadline), field(deadline + 1), FILE);
    await copy.push(FILE, change, `Wait for ${deadline + 1} s`);
    const pushed = Date.now();
    await tellFlux(api);
    taken.push((await watch.reached(deadline + 1, 120)).at - pushed);
  }
  return taken;
}

/** Writes the annotation that a Receiver writes: https://fluxcd.io/flux/components/notification/receivers/ */
async function tellFlux(api: Api): Promise<void> {
  const annotations = { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() };
  const path = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${BARE}/gitrepositories/${BARE}`;
  const body = { type: 'application/merge-patch+json', text: JSON.stringify({ metadata: { annotations } }) };
  const { status, text } = await api.ask('PATCH', path, body);
  if (status !== 200) throw new RehearsalError(`Flux was not told of the push: ${text}`, { help: 'run again' });
}

/** A repository that holds the Deployment and nothing else, and a clone of it. */
async function publishBare({ sandbox }: Harness): Promise<WorkingCopy> {
  const folder = join(sandbox.folder, BARE);
  await mkdir(folder);
  await writeFile(join(folder, FILE), DEPLOYMENT);
  await commitAll(folder, REPOSITORY.branch, 'Begin');
  await publishHead(folder, join(sandbox.folder, 'repositories'), REPOSITORY);
  return await checkOut(join(sandbox.folder, `${BARE}-clone`), REPOSITORY);
}
