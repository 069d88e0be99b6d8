import { KubernetesApi } from '../../../../cli/verify/observe/kubernetes-api.ts';
import { type Answer, FakeServer } from './http.ts';

/** Collections by path, as an API server would list them. */
export type FakeObjects = Record<string, readonly unknown[]>;

/** A client of such a server, which waits for long: other tests of the process may keep both from running. */
export function apiOf({ url }: FakeServer, token = 'token'): KubernetesApi {
  return new KubernetesApi({ endpoint: url, certificateAuthority: '', token: async () => token }, 300_000);
}

/** The few requests of a Kubernetes API server that the verdict makes, on this machine. */
export async function startFakeKubernetes(
  objects: FakeObjects,
  others: (path: string, query: URLSearchParams) => Answer | undefined = () => undefined,
): Promise<FakeServer> {
  return FakeServer.start(({ url, method }) => {
    const other = others(url.pathname, url.searchParams);
    if (other) return other;
    const name = url.pathname.split('/').at(-1);
    if (method === 'PATCH') return { body: JSON.stringify({ kind: 'Changed', metadata: { name } }) };
    const items = objects[url.pathname];
    if (items) return { body: JSON.stringify({ kind: 'List', items }) };
    const message = 'the server could not find the requested resource';
    return { status: 404, body: JSON.stringify({ kind: 'Status', message }) };
  });
}
