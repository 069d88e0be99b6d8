import type { Config } from './config/config.ts';
import { infrastructureKey, infrastructuresIn } from './infrastructure.ts';
import { MANIFESTS } from './names.ts';

/** The manifest that every Flux Kustomization includes: it names the infrastructure that the manifests were reviewed with. */
export const LOCK_FILE = `${MANIFESTS}/lock/kustomization.yaml`;

const HEADER = `# yaml-language-server: $schema=https://json.schemastore.org/kustomization.json
# Written by npx onemerge lock; do not edit.
`;

/**
 * The text of the lock. Flux cannot substitute the variable, and so applies nothing of the revision, before CDK has
 * written the setting of that name. Its value is the same for every infrastructure, so that a change of the infrastructure writes to
 * no object that is otherwise the same.
 * @param infrastructure the fingerprint of the infrastructure
 */
export function lockText(infrastructure: string, rollout: Config['rollout']): string {
  return `${HEADER}${rollout === 'parallel' ? PARALLEL : infrastructureFirst(infrastructure)}`;
}

/** The fingerprint that a lock names; undefined when it holds nothing back. */
export function lockedInfrastructure(text: string): string | undefined {
  return infrastructuresIn(text)[0];
}

/** With an empty list, because kustomize refuses a file that says nothing at all. */
const PARALLEL = `# The config says rollout: 'parallel', so the manifests wait for nothing.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches: []
`;

function infrastructureFirst(infrastructure: string): string {
  return `# The manifests wait for this infrastructure. After a merge conflict: npx onemerge lock
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target:
      annotationSelector: kustomize.toolkit.fluxcd.io/substitute!=disabled
    patch: |
      apiVersion: v1
      kind: Any
      metadata:
        name: any
        annotations:
          onemerge/infrastructure: \${${infrastructureKey(infrastructure)}}
`;
}
