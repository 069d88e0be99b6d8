import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { z } from 'zod';
import { SETTINGS_CONFIG_MAP } from '../../../lib/settings.ts';
import { collectionPath, type ResourceFor } from './cluster-access.ts';
import { type Settings, settingsOf } from './settings.ts';

/** A Kubernetes API server's answer that is not a success. */
export class KubernetesError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'KubernetesError';
    this.status = status;
  }
}

export interface ClusterConnection {
  /** Of the API server: `https://...`. */
  readonly endpoint: string;
  /** PEM certificates that may sign the API server's. */
  readonly certificateAuthority: string;
  /** Gives a bearer token; called for each request. */
  readonly token: () => Promise<string>;
}

/** How long an API server may take for one request, in milliseconds. */
const TIMEOUT = 10_000;

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json';

const listSchema = z.object({ items: z.array(z.unknown()) });
const statusSchema = z.object({ message: z.string() });

/**
 * The few requests that the verdict makes. Node's own https module is enough for them: the official client installs
 * 83 MB, and its current release does not run on Node 20.
 */
export class KubernetesApi {
  private readonly connection: ClusterConnection;
  private readonly agent: HttpAgent;
  private readonly timeout: number;

  /** @param timeout how long one request may take, in milliseconds */
  constructor(connection: ClusterConnection, timeout = TIMEOUT) {
    this.connection = connection;
    this.timeout = timeout;
    const secure = connection.endpoint.startsWith('https:');
    const options = { keepAlive: true, maxSockets: 8 };
    this.agent = secure ? new HttpsAgent({ ...options, ca: connection.certificateAuthority }) : new HttpAgent(options);
  }

  /**
   * Every object of a kind, in one namespace or in all. None when the cluster does not know the kind (yet).
   * @throws KubernetesError when the API server refuses
   */
  async list(resource: ResourceFor<'list'>, namespace?: string): Promise<unknown[]> {
    try {
      return listSchema.parse(JSON.parse(await this.send('GET', collectionPath(resource, namespace)))).items;
    } catch (error) {
      if (error instanceof KubernetesError && error.status === 404) return [];
      throw error;
    }
  }

  /**
   * What stands at a path of the API.
   * @throws KubernetesError when there is nothing, or the API server refuses
   */
  async read(path: string): Promise<unknown> {
    return JSON.parse(await this.send('GET', path));
  }

  /**
   * Every object of a collection, without its content.
   * @param path of the collection
   * @throws KubernetesError when the API server refuses
   */
  async listMetadata(path: string): Promise<unknown[]> {
    return listSchema.parse(JSON.parse(await this.send('GET', path, { accept: METADATA_ONLY }))).items;
  }

  /**
   * The settings; none while they are not there.
   * @throws KubernetesError when the API server refuses
   */
  async settings(): Promise<Settings | undefined> {
    const { name, namespace } = SETTINGS_CONFIG_MAP;
    try {
      return settingsOf(await this.read(`/api/v1/namespaces/${namespace}/configmaps/${name}`));
    } catch (error) {
      if (error instanceof KubernetesError && error.status === 404) return undefined;
      throw error;
    }
  }

  /**
   * The last lines of a container's log; none when it has not written any, or has not started.
   * @param previous of the run before the last restart
   */
  async logLines(pod: { namespace: string; name: string }, container: string, previous: boolean): Promise<string[]> {
    const path = `${collectionPath('pods', pod.namespace)}/${pod.name}/log`;
    const query = new URLSearchParams({ container, tailLines: '40', previous: String(previous) });
    try {
      const text = await this.send('GET', `${path}?${query}`);
      return text.split('\n').filter((line) => line.trim() !== '');
    } catch (error) {
      if (error instanceof KubernetesError && [400, 404].includes(error.status)) return [];
      throw error;
    }
  }

  /**
   * Sets annotations of an object.
   * @throws KubernetesError when the API server refuses
   */
  async annotate(
    resource: ResourceFor<'patch'>,
    object: { namespace: string; name: string },
    annotations: Readonly<Record<string, string>>,
  ): Promise<void> {
    const path = `${collectionPath(resource, object.namespace)}/${object.name}?fieldManager=onemerge-verify`;
    await this.send('PATCH', path, { body: JSON.stringify({ metadata: { annotations } }) });
  }

  /** Ends the connections. */
  close(): void {
    this.agent.destroy();
  }

  private async send(method: string, path: string, details: { body?: string; accept?: string } = {}): Promise<string> {
    const { body, accept = 'application/json, text/plain' } = details;
    const { endpoint } = this.connection;
    const url = new URL(path, endpoint);
    const headers = {
      authorization: `Bearer ${await this.connection.token()}`,
      accept,
      ...(body === undefined ? {} : { 'content-type': 'application/merge-patch+json' }),
    };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const call = send(url, { method, headers, agent: this.agent, timeout: this.timeout }, async (response) => {
        try {
          response.setEncoding('utf8');
          let text = '';
          for await (const chunk of response) text += chunk;
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(text);
          else reject(new KubernetesError(status, `${method} ${url.pathname}: ${status} ${reasonIn(text)}`));
        } catch (error) {
          reject(error);
        }
      });
      call.on('timeout', () => call.destroy(new Error(`${endpoint} did not answer within ${this.timeout / 1000} s`)));
      call.on('error', reject);
      call.end(body);
    });
  }
}

function reasonIn(text: string): string {
  try {
    return statusSchema.parse(JSON.parse(text)).message;
  } catch {
    return text.slice(0, 200);
  }
}
