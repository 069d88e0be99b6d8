import assert from 'node:assert/strict';
import { GHOST_PORT } from '../../../lib/names.ts';
import { visitorOf } from '../../fakes/cloudfront/visitor.ts';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import type { GhostPod } from '../../harness/ghost/pod.ts';
import type { Check } from './section.ts';

interface Probe {
  readonly httpGet: {
    readonly path: string;
    readonly port: number;
    readonly httpHeaders?: readonly { readonly name: string; readonly value: string }[];
  };
}

/** The kubelet follows redirects and takes their end for an answer: each probe must be answered where it asks. */
export async function probes({ cluster }: GhostHarness, check: Check, pod: GhostPod): Promise<void> {
  const path = 'jsonpath={.spec.containers[0]}';
  const container = JSON.parse(await cluster.kubectl(['-n', 'ghost', 'get', 'pod', pod.name, '-o', path]));
  for (const kind of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
    await check(`the ${kind} is answered 200, not redirected`, async () => {
      const { httpGet }: Probe = container[kind];
      assert.equal(httpGet.port, GHOST_PORT);
      const headers = Object.fromEntries((httpGet.httpHeaders ?? []).map(({ name, value }) => [name, value]));
      const visit = visitorOf(`http://${await pod.address()}:${httpGet.port}`, {});
      const { status } = await visit(httpGet.path, { headers: { 'user-agent': 'kube-probe/1.36', ...headers } });
      assert.equal(status, 200);
      assert.deepEqual(await pod.events('ProbeWarning'), [], 'the kubelet was redirected');
      return `${httpGet.path}; the kubelet warned of none`;
    });
  }
}
