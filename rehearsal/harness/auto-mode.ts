import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kubectl } from '../cluster/kubectl.ts';

/** What Auto Mode brings to every cluster and publishes nowhere. */
const DEFINITION = '../../test/support/schemas/targetgroupbindings.eks.amazonaws.com.yaml';

/** Installs what EKS Auto Mode defines in every cluster. */
export async function installAutoMode(kubectl: Kubectl): Promise<void> {
  await kubectl(['apply', '-f', '-'], { input: readFileSync(join(import.meta.dirname, DEFINITION), 'utf8') });
}
