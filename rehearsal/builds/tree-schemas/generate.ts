import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SCHEMAS_FILE } from '../../../cli/shared/tree/schemas/read.ts';
import type { Schemas } from '../../../cli/shared/tree/schemas/schema.ts';
import { FLUX_CONTROLLERS, FLUX_OPERATOR_VERSION, FLUX_VERSION } from '../../../lib/versions.ts';
import { EXTERNAL_SECRETS_COMPARED, KARPENTER_COMPARED, KUBERNETES_RELEASE } from '../../shared/build-versions.ts';
import { downloadModule } from '../recipes/go.ts';
import { definedKinds } from './definitions.ts';
import { kubernetesSchemas } from './kubernetes.ts';

// npm run schemas: writes the schemas that the tree is checked with, from the modules of the releases that this app
// and its rehearsal pin. Needs Go.

const STAND_INS = join(import.meta.dirname, '../../../test/support/schemas');

const yamlIn = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => join(folder, file));

async function generate(scratch: string): Promise<Schemas> {
  const context = { log: join(scratch, 'log'), scratch, folder: () => scratch };
  const [kubernetes, operator, externalSecrets, karpenter] = await Promise.all(
    [
      { module: 'k8s.io/kubernetes', version: KUBERNETES_RELEASE },
      { module: 'github.com/controlplaneio-fluxcd/flux-operator', version: FLUX_OPERATOR_VERSION },
      { module: 'github.com/external-secrets/external-secrets', version: EXTERNAL_SECRETS_COMPARED },
      { module: 'sigs.k8s.io/karpenter', version: KARPENTER_COMPARED },
    ].map((module) => downloadModule(module, context)),
  );
  const release = join(`${operator}`, `config/data/flux/v${FLUX_VERSION}`);
  const { kinds, definitions } = kubernetesSchemas(`${kubernetes}`);
  const custom = definedKinds([
    ...Object.keys(FLUX_CONTROLLERS).map((name) => join(release, `${name}.yaml`)),
    ...yamlIn(join(`${operator}`, 'config/crd/bases')),
    ...yamlIn(join(`${externalSecrets}`, 'config/crds/bases')),
    join(`${karpenter}`, 'pkg/apis/crds/karpenter.sh_nodepools.yaml'),
    ...yamlIn(STAND_INS),
  ]);
  return {
    date: new Date().toISOString().slice(0, 10),
    sources: {
      Kubernetes: KUBERNETES_RELEASE,
      Flux: FLUX_VERSION,
      'flux-operator': FLUX_OPERATOR_VERSION,
      'External Secrets Operator': EXTERNAL_SECRETS_COMPARED,
      Karpenter: KARPENTER_COMPARED,
    },
    kinds: { ...kinds, ...custom },
    definitions,
  };
}

const scratch = mkdtempSync(join(tmpdir(), 'onemerge-schemas-'));
try {
  const schemas = await generate(scratch);
  const compressed = gzipSync(JSON.stringify(schemas), { level: 9 });
  writeFileSync(SCHEMAS_FILE, compressed);
  const kibibytes = Math.round(compressed.length / 1024);
  console.log(`${Object.keys(schemas.kinds).length} kinds in ${kibibytes} KiB: ${SCHEMAS_FILE}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
