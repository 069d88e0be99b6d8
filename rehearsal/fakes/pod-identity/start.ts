import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Cluster } from '../../cluster/cluster.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { listenJson } from '../../shared/http/json-server.ts';
import { CREDENTIALS_PATH, giveCredentials } from './agent.ts';
import { associationsOf } from './associations.ts';
import { admit, webhookConfiguration } from './webhook.ts';

export interface PodIdentityOptions {
  /** Whose cluster it is. */
  readonly account: string;
  readonly region: string;
  /** Where the AWS emulator answers in the sandbox. */
  readonly awsUrl: string;
  /** Variables that lead AWS's SDKs in pods to the emulator, for example `AWS_ENDPOINT_URL`. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/**
 * Gives a cluster EKS Pod Identity: webhook and agent. Call it when the API server is ready and before the first pod
 * that needs AWS.
 * @returns what ends both
 */
export async function startPodIdentity(
  sandbox: Sandbox,
  cluster: Pick<Cluster, 'name' | 'place' | 'kubectl'>,
  options: PodIdentityOptions,
): Promise<() => void> {
  const log = (line: string) => appendFileSync(sandbox.log('pod-identity'), `${new Date().toISOString()} ${line}\n`);
  const logged = async <T>(what: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      log(`${what}: ${error}`);
      throw error;
    }
  };
  const authority = await readFile(sandbox.authority.certificate, 'utf8');
  const associations = associationsOf(cluster.name, { account: options.account, url: options.awsUrl, authority });
  const { podIdentity, webhook: reviews, suffix } = cluster.place;
  const agent = await listenJson({ host: podIdentity, port: 80 }, (request) =>
    logged('credentials refused', giveCredentials(request, associations)),
  );
  const credentials = `http://${ADDRESSES.podIdentity}${CREDENTIALS_PATH}`;
  const { region, endpoints } = options;
  const certificate = await sandbox.authority.issue(`pod-identity${suffix}`, {
    commonName: reviews.host,
    hosts: [reviews.host],
  });
  const tls = { cert: await readFile(certificate.certificate, 'utf8'), key: await readFile(certificate.key, 'utf8') };
  const webhook = await listenJson({ ...reviews, tls }, ({ body }) =>
    logged('pod not admitted', admit(body, associations, { region, credentials, endpoints }, log)),
  );
  const configuration = webhookConfiguration(`https://${reviews.host}:${reviews.port}/`, authority);
  await cluster.kubectl(['apply', '-f', '-'], { input: JSON.stringify(configuration) });
  return () => {
    for (const server of [agent, webhook]) {
      server.close();
      server.closeAllConnections();
    }
  };
}
