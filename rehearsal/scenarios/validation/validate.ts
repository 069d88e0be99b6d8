import { anyInstallation } from '../../../cli/shared/load-config.ts';
import {
  CONTRACT_VALUES,
  CONTRACT_VALUES_WITH_LOGS,
  CONTRACT_VALUES_WITH_MAIL,
  CONTRACT_VALUES_WITH_POD_METRICS,
} from '../../../cli/shared/rendering/contract-values.ts';
import type { Manifest } from '../../../cli/shared/rendering/render.ts';
import { synthesizeTemplates } from '../../../cli/shared/templates.ts';
import { type Api, connectApi } from '../../cluster/api.ts';
import { startBareCluster } from '../../cluster/bare.ts';
import { render } from '../../harness/rendered-tree.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { apply, inStages } from './apply.ts';
import { objectsIn } from './cdk-objects.ts';
import { type Definitions, install, readDefinitions } from './definitions.ts';
import { inOrder } from './order.ts';
import { describe, type Refusal } from './refusal.ts';
import { type Served, servedBy } from './served.ts';

/** What was accepted. */
export interface Accepted {
  readonly objects: number;
  readonly kinds: number;
}

/**
 * Asks a real API server, with the real definitions, to accept everything that a deployment puts into a cluster, in
 * its order: what CDK applies, then the tree as the files are now, and over it what mail, the logs of pods and their metrics change.
 * @throws RehearsalError with each refused object, its file, the API server's words and the edit that helps
 */
export async function validate(sandbox: Sandbox): Promise<Accepted> {
  const config = await anyInstallation();
  const starting = startBareCluster(sandbox);
  starting.catch(() => undefined); // awaited below
  const cdk = objectsIn([...synthesizeTemplates(config).values()]);
  const settings = [
    CONTRACT_VALUES,
    CONTRACT_VALUES_WITH_MAIL,
    CONTRACT_VALUES_WITH_LOGS,
    CONTRACT_VALUES_WITH_POD_METRICS,
  ];
  const trees = settings.map((values) => render(sandbox, values));
  const cluster = await starting;
  const api = await connectApi(cluster.kubeconfig);
  try {
    const run = new Run(api, readDefinitions(sandbox.plan.cache));
    await run.begin();
    const namespaces = cdk.namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
    await run.take([...namespaces, ...cdk.manifests]);
    for (const tree of trees) for (const { path, objects } of inOrder(tree)) await run.take(objects, path);
    return run.result();
  } finally {
    api.close();
    await cluster.stop();
  }
}

/** One validation: what is served so far, and what was accepted and refused. */
class Run {
  readonly #api: Api;
  readonly #definitions: Definitions;
  readonly #accepted = new Map<string, string>();
  readonly #refusals = new Map<string, Refusal>();
  #served: readonly Served[] = [];

  constructor(api: Api, definitions: Definitions) {
    this.#api = api;
    this.#definitions = definitions;
  }

  /** What is there before anything is applied: Auto Mode's definitions, and the operator's, whose chart is CDK's. */
  async begin(): Promise<void> {
    await this.#install([...this.#definitions.autoMode, ...this.#definitions.operator]);
  }

  async take(objects: readonly Manifest[], folder?: string): Promise<void> {
    for (const object of inStages(objects)) {
      const { apiVersion, kind, metadata } = object;
      const key = [apiVersion, kind, metadata.namespace, metadata.name].join(' ');
      const known = this.#accepted.has(key) || this.#refusals.has(key);
      const refused = await apply(this.#api, this.#served, object);
      if (!refused) this.#accepted.set(key, `${apiVersion} ${kind}`);
      else if (!this.#refusals.has(key)) this.#refusals.set(key, { ...refused, ...(folder ? { folder } : {}) });
      if (!known) await this.#bring(object);
    }
  }

  /** Controllers in a cluster install definitions; this does it for them, because none runs here. */
  async #bring({ kind, metadata }: Manifest): Promise<void> {
    if (kind === 'FluxInstance') await this.#install(this.#definitions.flux);
    if (kind === 'HelmRelease' && metadata.name === 'external-secrets') {
      await this.#install(this.#definitions.externalSecrets);
    }
  }

  async #install(definitions: Definitions[keyof Definitions]): Promise<void> {
    await install(this.#api, definitions);
    this.#served = await servedBy(this.#api);
  }

  /** @throws RehearsalError when something was refused */
  result(): Accepted {
    if (this.#refusals.size > 0) throw objectsRefused([...this.#refusals.values()], this.#served);
    return { objects: this.#accepted.size, kinds: new Set(this.#accepted.values()).size };
  }
}

function objectsRefused(refusals: readonly Refusal[], served: readonly Served[]): RehearsalError {
  const descriptions = refusals.map((refusal) => describe(refusal, served)).join('\n');
  return new RehearsalError(`the API server rejects ${refusals.length} of the objects\n${descriptions}`, {
    help: 'edit the files, then: npx onemerge rehearse --until validate',
  });
}
