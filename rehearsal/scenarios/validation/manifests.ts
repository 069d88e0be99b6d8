import type { Manifest, Rendered } from '../../../cli/shared/rendering/render.ts';
import type { Served } from './served.ts';

export const DEPLOYMENT: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'ghost', namespace: 'ghost' },
  spec: { template: { metadata: { labels: { app: 'ghost' } }, spec: { containers: [{ name: 'ghost' }] } } },
};

export const SERVED: readonly Served[] = [
  { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
  { apiVersion: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', namespaced: true },
  { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', namespaced: true },
];

/** What a Flux Kustomization applies: nothing, or other Kustomizations by name and what they wait for. */
export function rendered(name: string, children: Readonly<Record<string, readonly string[]>> = {}): Rendered {
  const objects = Object.entries(children).map(([child, dependsOn]) => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: child },
    spec: { dependsOn: dependsOn.map((one) => ({ name: one })) },
  }));
  return { name, path: name, text: '', objects };
}
