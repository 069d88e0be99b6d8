import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { z } from 'zod';
import { SETTINGS_CONFIG_MAP } from '../../../lib/settings.ts';
import { collectionPath, type ResourceFor } from './cluster-access.ts';
import { type Answer, logIn, objectIn, refusalIn, unreachable } from './kubernetes-answer.ts';
import { KubernetesError } from './kubernetes-error.ts';
import { type Settings, settingsOf } from './settings.ts';

export interface ClusterConnection {
  /** Of the API server: `https://...`. */
  readonly endpoint: string;
  /** PEM certificates that may sign the API server's. */
  readonly certificateAuthority: string;
  /** Gives a bearer token; called for each request. */
  readonly token: () => Promise<string>;
}

/** How long an API server may take for one whole answer, in milliseconds. */
const TIMEOUT = 10_000;

/** Longer than every list of a cluster that the free quota of objects allows. Characters. */
const LONGEST = 256 * 1024 * 1024;

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json';

const anything = z.looseObject({});
const list = z.object({ kind: z.string().endsWith('List'), items: z.array(z.unknown()) });
const configMap = z.looseObject({ kind: z.literal('ConfigMap') });
/** What was changed is given back. */
const changed = z.object({ metadata: z.object({ name: z.string() }) });

/**
 * The few requests that the verdict makes. Node's own https module is enough for them: the official client installs
 * 83 MB, and its current release does not run on Node 20.
 */
export class KubernetesApi {
  private readonly connection: ClusterConnection;
  private readonly agent: HttpAgent;
  private readonly timeout: number;

  /** @param timeout how long one whole answer may take, in milliseconds */
  constructor(connection: ClusterConnection, timeout = TIMEOUT) {
    this.connection = connection;
    this.timeout = timeout;
    const secure = connection.endpoint.startsWith('https:');
    const options = { keepAlive: true, maxSockets: 8 };
    this.agent = secure ? new HttpsAgent({ ...options, ca: connection.certificateAuthority }) : new HttpAgent(options);
  }

  /**
   * Every object of a kind, in one namespace or in all. None when the cluster does not know the kind (yet).
   * @throws KubernetesError when the API server refuses, Unreadable when it cannot be reached or something else answers: as all below
   */
  async list(resource: ResourceFor<'list'>, namespace?: string): Promise<unknown[]> {
    try {
      return (await this.ask('GET', collectionPath(resource, namespace), list)).items;
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
    return await this.ask('GET', path, anything);
  }

  /**
   * Every object of a collection, without its content.
   * @param path of the collection
   * @throws KubernetesError when the API server refuses
   */
  async listMetadata(path: string): Promise<unknown[]> {
    return (await this.ask('GET', path, list, { accept: METADATA_ONLY })).items;
  }

  /**
   * The settings; none while they are not there.
   * @throws KubernetesError when the API server refuses
   */
  async settings(): Promise<Settings | undefined> {
    const { name, namespace } = SETTINGS_CONFIG_MAP;
    try {
      return settingsOf(await this.ask('GET', `/api/v1/namespaces/${namespace}/configmaps/${name}`, configMap));
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
      const text = logIn(`GET ${path}`, await this.send('GET', `${path}?${query}`));
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
    await this.ask('PATCH', path, changed, { body: JSON.stringify({ metadata: { annotations } }) });
  }

  /** Ends the connections. */
  close(): void {
    this.agent.destroy();
  }

  private async ask<T extends z.ZodType>(
    method: string,
    path: string,
    schema: T,
    details: Details = {},
  ): Promise<z.output<T>> {
    return objectIn(`${method} ${path.replace(/\?.*/, '')}`, await this.send(method, path, details), schema);
  }

  /** Resolves with a success only. */
  private async send(method: string, path: string, { body, accept = JSON_OR_TEXT }: Details = {}): Promise<Answer> {
    const { endpoint } = this.connection;
    const url = new URL(path, endpoint);
    const headers = {
      authorization: `Bearer ${await this.connection.token()}`,
      accept,
      ...(body === undefined ? {} : { 'content-type': 'application/merge-patch+json' }),
    };
    const answer = await this.receive(url, { method, headers, body });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw refusalIn(`${method} ${url.pathname}`, answer);
  }

  /** Redirects are not followed: the token is for this server alone. */
  private async receive(url: URL, { method, headers, body }: Sent): Promise<Answer> {
    const { agent, timeout } = this;
    // The limit is for the whole answer: one that drips is never idle.
    const signal = AbortSignal.timeout(timeout);
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    try {
      return await new Promise((resolve, reject) => {
        const call = send(url, { method, headers, agent, signal }, (response) => {
          whole(response).then(resolve, reject);
        });
        call.on('error', reject);
        call.end(body);
      });
    } catch (error) {
      const late = signal.aborted ? new Error(`no whole answer within ${timeout / 1000} s`) : error;
      throw late instanceof Error ? unreachable(url.origin, late) : late;
    }
  }
}

const JSON_OR_TEXT = 'application/json, text/plain';

interface Details {
  readonly body?: string;
  readonly accept?: string;
}

interface Sent extends Pick<Details, 'body'> {
  readonly method: string;
  readonly headers: OutgoingHttpHeaders;
}

async function whole(response: IncomingMessage): Promise<Answer> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) {
    text += chunk;
    if (text.length > LONGEST) throw new Error(`its answer is longer than ${LONGEST} characters`);
  }
  return { status: response.statusCode ?? 0, location: response.headers.location, text };
}
