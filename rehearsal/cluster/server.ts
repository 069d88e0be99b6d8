import type { Server } from 'node:http';
import { z } from 'zod';
import { KUBERNETES_VERSION } from '../../lib/versions.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { type JsonRequest, listenJson, Refusal } from '../shared/http/json-server.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { freePlace } from './free-place.ts';
import type { Place } from './place.ts';

/** Where the fake EKS asks for clusters; loopback of the sandbox. */
const CLUSTER_SERVER = { host: '127.0.0.1', port: 7080 } as const;

/** Puts what EKS brings along into a cluster of an account, whose API server is ready. Returns what ends it. */
export type Equip = (cluster: Cluster, account: string) => Promise<() => void>;

/** A cluster that was asked for. */
interface Starting {
  readonly place: Place;
  readonly cluster: Promise<Cluster>;
  /** Ends what was put into it. */
  unequip?: () => void;
}

/** The clusters of a sandbox, as the fake EKS asks for them. */
export const CLUSTERS_URL = `http://${CLUSTER_SERVER.host}:${CLUSTER_SERVER.port}/clusters`;

/** The body of `POST /clusters`. */
const request = z.strictObject({
  account: z.string().regex(/^\d{12}$/),
  name: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/),
  version: z.string(),
  serviceCidr: z.string().regex(/^\d+\.\d+\.\d+\.\d+\/\d+$/),
  authenticationWebhook: z.url(),
  certificateAuthority: z.string().optional(),
});

/** The clusters of a sandbox: at most one in each place. */
export class ClusterServer {
  readonly #sandbox: Sandbox;
  readonly #equip: Equip;
  #server: Server | undefined;
  /** By account and name, as paths have them: accounts may have clusters of the same name. */
  readonly #starting = new Map<string, Starting>();

  private constructor(sandbox: Sandbox, equip: Equip) {
    this.#sandbox = sandbox;
    this.#equip = equip;
  }

  /** Listens for `POST /clusters` and `DELETE /clusters/ACCOUNT/NAME`. */
  static async listen(sandbox: Sandbox, equip: Equip = async () => () => undefined): Promise<ClusterServer> {
    const clusters = new ClusterServer(sandbox, equip);
    clusters.#server = await listenJson(CLUSTER_SERVER, (asked) => clusters.#answer(asked));
    return clusters;
  }

  /** The cluster of that name in an account, once its API server is ready; undefined before anybody asked for it. */
  async cluster(account: string, name: string): Promise<Cluster | undefined> {
    return await this.#starting.get(idOf({ account, name }))?.cluster;
  }

  /** Ends every cluster, and stops listening. */
  async close(): Promise<void> {
    this.#server?.close();
    this.#server?.closeAllConnections();
    const ends = [...this.#starting.values()].map(async ({ cluster }) =>
      (await cluster.catch(() => undefined))?.stop(),
    );
    await Promise.all(ends);
  }

  async #answer({ method, path, body }: JsonRequest): Promise<unknown> {
    const id = /^\/clusters\/([^/]+\/[^/]+)$/.exec(path)?.[1];
    if (method === 'POST' && path === '/clusters') return await this.#create(body);
    if (method === 'DELETE' && id) return await this.#delete(id);
    throw new Refusal(404, `there is no ${method} ${path}: POST /clusters or DELETE /clusters/ACCOUNT/NAME`);
  }

  async #create(body: unknown): Promise<unknown> {
    const parsed = request.safeParse(body);
    if (!parsed.success) throw new Refusal(400, z.prettifyError(parsed.error));
    const { account, name, version, serviceCidr, authenticationWebhook, certificateAuthority } = parsed.data;
    const id = idOf({ account, name });
    if (version !== KUBERNETES_VERSION) {
      throw new Refusal(400, `version ${version} was asked for; this rehearsal has ${KUBERNETES_VERSION}`);
    }
    const taken = new Map([...this.#starting].map(([other, { place }]) => [other, place]));
    const place = freePlace(taken, id);
    const webhook = {
      url: authenticationWebhook,
      ...(certificateAuthority ? { authority: certificateAuthority } : {}),
    };
    const options = { name, place, serviceRange: serviceCidr, authenticationWebhook: webhook };
    const cluster = startCluster(this.#sandbox, options);
    const starting: Starting = { place, cluster };
    this.#starting.set(id, starting);
    const ready = await cluster;
    starting.unequip = await this.#equip(ready, account);
    const { endpoint, certificateAuthority: authority, kubeconfig } = ready;
    return { endpoint, certificateAuthority: Buffer.from(authority).toString('base64'), kubeconfig };
  }

  async #delete(id: string): Promise<unknown> {
    const starting = this.#starting.get(id);
    if (!starting) throw new Refusal(404, `the sandbox has no cluster ${id}`);
    const cluster = await starting.cluster.catch(() => undefined);
    starting.unequip?.();
    await cluster?.stop();
    this.#starting.delete(id);
    return {};
  }
}

const idOf = ({ account, name }: { readonly account: string; readonly name: string }): string => `${account}/${name}`;
