import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { KARPENTER_COMPARED } from '../../shared/build-versions.ts';
import type { Recipe } from '../recipe.ts';
import { downloadModule } from './go.ts';

/** The file of the result: the CustomResourceDefinition of `karpenter.sh/v1 NodePool`. */
export const NODE_POOL_DEFINITION = 'node-pools.yaml';

/** The definition of node pools, which EKS Auto Mode has in every cluster, of Karpenter's own release. */
export function nodePoolDefinition(): Recipe {
  return {
    name: 'node-pool-definition',
    inputs: ['revision 1', KARPENTER_COMPARED],
    needs: [],
    coldSeconds: 5,
    build: async (target, context) => {
      const module = await downloadModule({ module: 'sigs.k8s.io/karpenter', version: KARPENTER_COMPARED }, context);
      copyFileSync(join(module, 'pkg/apis/crds/karpenter.sh_nodepools.yaml'), join(target, NODE_POOL_DEFINITION));
    },
  };
}
