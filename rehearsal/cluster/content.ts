import { join } from 'node:path';
import { GHOST_USER_ID } from '../../lib/names.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { NODE_NAME } from './identities.ts';
import { kubeletFolder } from './node.ts';

/** The EFS CSI driver's name, which PersistentVolumes use. */
const DRIVER = 'efs.csi.aws.com';

/** Where the fake EFS keeps files: outside the cluster's folder, because they outlive the cluster. */
export function fileSystems(sandbox: Sandbox): string {
  return join(sandbox.folder, 'efs');
}

/** The folder that a volume shows, once a pod has used it. @param accessPoint of that file system */
export function contentFolder(sandbox: Sandbox, fileSystem: string, accessPoint: string): string {
  return join(fileSystems(sandbox), fileSystem, accessPoint);
}

/** Starts what stands in for the EFS CSI driver on the node. */
export function startContentDriver(sandbox: Sandbox, folder: string): void {
  const program = join(sandbox.plan.cache.contentDriver, 'content-driver');
  sandbox.start('content-driver', program, [
    `-name=${DRIVER}`,
    `-node=${NODE_NAME}`,
    `-root=${fileSystems(sandbox)}`,
    `-kubelet=${kubeletFolder(folder)}`,
    `-uid=${GHOST_USER_ID}`,
    `-gid=${GHOST_USER_ID}`,
  ]);
}
