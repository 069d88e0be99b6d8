// @ts-check
// The Secret that Ghost mounts. access.yaml lets this program read and write that one.

const NAMESPACE = 'ghost';
const NAME = 'database-user';
const SECRETS = `/api/v1/namespaces/${NAMESPACE}/secrets`;

/**
 * @param {Response} response
 * @param {string} what was tried
 * @returns {Promise<Error>}
 */
async function refusal(response, what) {
  const { status } = response;
  return new Error(
    `Kubernetes answered ${status} when the Secret ${NAMESPACE}/${NAME} was ${what}: ${await response.text()}`,
  );
}

/**
 * Where Ghost finds its user, by the Kubernetes API.
 * @param {typeof import('./kubernetes.mjs').ask} ask
 * @returns {import('./pass.mjs').Handover}
 */
export function handoverBy(ask) {
  return {
    async read() {
      const response = await ask('GET', `${SECRETS}/${NAME}`);
      if (response.status === 404) return undefined;
      if (!response.ok) throw await refusal(response, 'read');
      const { data = {} } = /** @type {{ data?: Record<string, string> }} */ (await response.json());
      const [username, password, since] = ['username', 'password', 'since'].map((key) =>
        Buffer.from(data[key] ?? '', 'base64').toString(),
      );
      return username && password && since ? { username, password, since } : undefined;
    },

    async write(user) {
      const changed = await ask('PATCH', `${SECRETS}/${NAME}`, { stringData: user });
      if (changed.ok) return;
      if (changed.status !== 404) throw await refusal(changed, 'written');
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: NAME }, stringData: user };
      const made = await ask('POST', SECRETS, secret);
      if (!made.ok) throw await refusal(made, 'made');
    },
  };
}
