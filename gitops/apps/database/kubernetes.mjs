// @ts-check
// The Kubernetes API, as the pod's ServiceAccount. NODE_EXTRA_CA_CERTS names its authority.
import { readFileSync } from 'node:fs';

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * @param {'GET' | 'PATCH' | 'POST'} method
 * @param {string} path with its slash
 * @param {object} [body] sent as JSON; in a PATCH, what is to be merged
 * @returns {Promise<Response>}
 */
export function ask(method, path, body) {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT_HTTPS: port } = process.env;
  return fetch(`https://${host}:${port}${path}`, {
    method,
    headers: {
      // Read each time: Kubernetes changes it every hour.
      authorization: `Bearer ${readFileSync(TOKEN, 'utf8')}`,
      'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
}
