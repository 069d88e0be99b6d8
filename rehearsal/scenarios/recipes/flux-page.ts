import { z } from 'zod';
import { FLUX_NAMESPACE, FLUX_PAGE_PORT } from '../../../lib/names.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { Program } from '../../shared/process/program.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { addressOf, podCanReach } from '../access/connections.ts';
import type { Scenario } from '../scenario.ts';
import { onlyBlock, readRecipe } from './document.ts';

const DOCUMENT = 'docs/operations.md';
const HOST = `http://127.0.0.1:${FLUX_PAGE_PORT}`;

const listed = z.object({
  resources: z.array(z.object({ kind: z.string(), name: z.string(), status: z.string() })),
});

/** The status page of the Flux Operator: by the document's command, and by nobody else. */
export const fluxPage: Scenario = {
  id: 'flux-page',
  title: `${DOCUMENT}: Flux's own page opens by one command, changes nothing, and no other pod reaches it`,
  run: async (harness) => {
    const cluster = await harness.cluster();
    const command = onlyBlock(readRecipe(harness.project.folder, DOCUMENT, "Flux's own page"), 'sh', DOCUMENT);
    const forward = new Program('port-forward', 'bash', ['-euc', `exec ${command}`], {
      log: harness.sandbox.log('flux-page'),
      env: { ...harness.sandbox.env, KUBECONFIG: cluster.kubeconfig },
    });
    try {
      const page = await waitFor("Flux's own page answers", () => answer(forward, '/'), {
        seconds: 60,
        where: forward.log,
      });
      const { resources } = listed.parse(JSON.parse(await body('/api/v1/resources?kind=Kustomization')));
      const ready = resources.filter(({ status }) => status === 'Ready').map(({ name }) => name);
      if (!ready.includes('ghost')) throw wrong(`it lists as ready: ${ready.join(', ') || 'nothing'}`);
      const reconcile = { kind: 'Kustomization', namespace: FLUX_NAMESPACE, name: 'ghost', action: 'reconcile' };
      const tried = await fetch(`${HOST}/api/v1/resource/action`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(reconcile),
      });
      if (tried.ok) throw wrong(`it took an action: ${await tried.text()}`);
      await refusedElsewhere(cluster);
      return `${page}; ${ready.length} Kustomizations are ready: ${ready.join(', ')}; an action was answered ${tried.status}; a pod of another namespace was kept out`;
    } finally {
      await forward.stop();
    }
  },
};

/** The status of an answer; undefined while nobody listens yet. */
async function answer(forward: Program, path: string): Promise<string | undefined> {
  forward.assertAlive();
  const response = await fetch(`${HOST}${path}`).catch(() => undefined);
  if (response === undefined) return undefined;
  if (response.status !== 200) throw wrong(`${path} is answered ${response.status}`);
  return `${path} is answered 200, ${response.headers.get('content-type') ?? 'of no type'}`;
}

async function body(path: string): Promise<string> {
  const response = await fetch(`${HOST}${path}`);
  const text = await response.text();
  if (response.ok) return text;
  throw wrong(`${path} is answered ${response.status}: ${text}`);
}

/** A pod whose own connections nobody limits, in a namespace without policies. */
async function refusedElsewhere({ kubectl }: Cluster): Promise<void> {
  const image = await kubectl([
    '-n',
    'ghost',
    'get',
    'deployment',
    'ghost',
    '-o',
    'jsonpath={.spec.template.spec.containers[0].image}',
  ]);
  await kubectl(['-n', 'default', 'run', 'stranger', `--image=${image}`, '--command', '--', 'sleep', '600']);
  try {
    await kubectl(['-n', 'default', 'wait', 'pod/stranger', '--for=condition=Ready', '--timeout=60s'], { seconds: 70 });
    const from = await addressOf(kubectl, 'default', 'run=stranger');
    const to = await addressOf(kubectl, FLUX_NAMESPACE, 'app.kubernetes.io/name=flux-operator');
    if (await podCanReach(from, { address: to, port: FLUX_PAGE_PORT }))
      throw wrong('a pod of the namespace default reaches it');
    const source = await addressOf(kubectl, FLUX_NAMESPACE, 'app=source-controller');
    if (!(await podCanReach(source, { address: to, port: FLUX_PAGE_PORT })))
      throw wrong("nor does Flux's own pod: the refusal proves nothing");
  } finally {
    await kubectl(['-n', 'default', 'delete', 'pod', 'stranger', '--now']);
  }
}

function wrong(what: string): RehearsalError {
  return new RehearsalError(`Flux's own page: ${what}`, {
    where: DOCUMENT,
    help: 'see the values of the chart in lib/constructs/flux.ts; run again with --keep',
  });
}
