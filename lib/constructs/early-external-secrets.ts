import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EARLY_EXTERNAL_SECRETS } from '../names.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What Flux applies of External Secrets for a public repository, in that order. No other manifest is part of a template. */
export const SYNTHESIZED_MANIFESTS: readonly string[] = [
  'external-secrets-namespace.yaml',
  'external-secrets-chart.yaml',
  'external-secrets.yaml',
].map((file) => `gitops/operators/controllers/${file}`);

/** An object of Kubernetes, as its manifest has it. */
// biome-ignore lint/suspicious/noExplicitAny: manifests are untyped
type Manifest = Record<string, any>;

/**
 * External Secrets for a cluster whose Flux cannot read the tree without it: what the manifests of the tree say, so that its
 * version stands in one place, under the ServiceAccount that has its rights before the first pod starts.
 * @returns Namespace, OCIRepository and HelmRelease
 */
export function earlyExternalSecrets(): Manifest[] {
  return SYNTHESIZED_MANIFESTS.map((file) => withServiceAccount(parse(readFileSync(join(ROOT, file), 'utf8'))));
}

function withServiceAccount(manifest: Manifest): Manifest {
  if (manifest.kind !== 'HelmRelease') return manifest;
  const serviceAccount = { name: EARLY_EXTERNAL_SECRETS.serviceAccount };
  return { ...manifest, spec: { ...manifest.spec, values: { ...manifest.spec.values, serviceAccount } } };
}
