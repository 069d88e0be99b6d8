import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_POOL_DEFINITION } from '../builds/recipes/node-pool-definition.ts';
import type { Kubectl } from '../cluster/kubectl.ts';
import type { Sandbox } from '../sandbox/setup.ts';

const TARGET_GROUP_BINDINGS = '../../test/support/schemas/targetgroupbindings.eks.amazonaws.com.yaml';

/**
 * What Auto Mode brings to every cluster and publishes nowhere: files of CustomResourceDefinitions.
 * @param cache folders of the cache
 */
export const autoModeDefinitions = (cache: { readonly nodePoolDefinition: string }): string[] => [
  join(import.meta.dirname, TARGET_GROUP_BINDINGS),
  join(cache.nodePoolDefinition, NODE_POOL_DEFINITION),
];

/** Installs what EKS Auto Mode defines in every cluster. Nothing here acts on a NodePool. */
export async function installAutoMode(sandbox: Sandbox, kubectl: Kubectl): Promise<void> {
  const definitions = autoModeDefinitions(sandbox.plan.cache).map((file) => readFileSync(file, 'utf8'));
  await kubectl(['apply', '--server-side', '-f', '-'], { input: definitions.join('\n---\n') });
}
