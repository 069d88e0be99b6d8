import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLUX_CONTROLLERS, FLUX_VERSION } from '../../../lib/versions.ts';
import type { Api } from '../../cluster/api.ts';
import { autoModeDefinitions } from '../../harness/auto-mode.ts';
import { ProcessError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { servedBy } from './served.ts';

const PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Seconds until an API server serves new kinds; it takes one. */
const TIMEOUT_SECONDS = 60;

/** A CustomResourceDefinition, as YAML. */
export interface Definition {
  /** `externalsecrets.external-secrets.io` */
  readonly name: string;
  readonly text: string;
}

/** The CustomResourceDefinitions among the YAML documents of a text. */
export function definitionsIn(text: string): Definition[] {
  return text
    .split(/^---$/m)
    .filter((document) => /^kind: CustomResourceDefinition$/m.test(document))
    .map((document) => ({ name: /^ {2}name: "?([^\s"]+)/m.exec(document)?.[1] ?? '', text: document }));
}

/** Who brings which definitions, and so from when on objects of their kinds are accepted. Folders are the cache's. */
export interface Definitions {
  /** Auto Mode, with the cluster: a fake and Karpenter's own, because AWS publishes none. */
  readonly autoMode: readonly Definition[];
  /** The flux-operator's chart. */
  readonly operator: readonly Definition[];
  /** The FluxInstance: those of the controllers that it asks for. */
  readonly flux: readonly Definition[];
  /** The HelmRelease of External Secrets Operator. */
  readonly externalSecrets: readonly Definition[];
}

export function readDefinitions(cache: {
  readonly fluxOperator: string;
  readonly externalSecrets: string;
  readonly nodePoolDefinition: string;
}): Definitions {
  const yaml = (folder: string) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => join(folder, file));
  const read = (files: readonly string[]) => files.flatMap((file) => definitionsIn(readFileSync(file, 'utf8')));
  const release = join(cache.fluxOperator, `config/data/flux/v${FLUX_VERSION}`);
  return {
    autoMode: read(autoModeDefinitions(cache)),
    operator: read(yaml(join(cache.fluxOperator, 'config/crd/bases'))),
    flux: read(Object.keys(FLUX_CONTROLLERS).map((controller) => join(release, `${controller}.yaml`))),
    externalSecrets: read(yaml(join(cache.externalSecrets, 'crds'))),
  };
}

/** Installs definitions and returns when their kinds are served. @throws ProcessError with the API server's words */
export async function install(api: Api, definitions: readonly Definition[]): Promise<void> {
  const create = async ({ name, text }: Definition) => {
    const answer = await api.ask('POST', PATH, { type: 'application/yaml', text });
    if (answer.status === 201) return;
    throw new ProcessError(`the API server rejects the definition ${name}: ${answer.text.slice(0, 500)}`, {
      help: 'is the cluster of the Kubernetes version that its operator supports? See lib/versions.ts',
    });
  };
  await Promise.all(definitions.map(create));
  await waitFor(
    'the new kinds are served',
    async () => {
      const served = (await servedBy(api)).map(({ apiVersion, plural }) => `${plural}.${apiVersion.split('/')[0]}`);
      const missing = definitions.filter(({ name }) => !served.includes(name));
      if (missing.length === 0) return true;
      throw new Error(`still missing: ${missing.map(({ name }) => name).join(', ')}`);
    },
    { seconds: TIMEOUT_SECONDS },
  );
}
