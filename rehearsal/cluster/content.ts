import { join } from 'node:path';
import { GHOST_USER_ID } from '../../lib/names.ts';
import type { Room } from '../sandbox/setup.ts';
import { NODE_NAME } from './identities.ts';
import { kubeletFolder } from './node.ts';

/** The EFS CSI driver's name, which PersistentVolumes use. */
const DRIVER = 'efs.csi.aws.com';

/** Where the stand-in for EFS keeps files: outside the cluster's folder, because they outlive the cluster. */
function fileSystems(room: Room): string {
  return join(room.folder, 'efs');
}

/** Starts what stands in for the EFS CSI driver on the node. */
export function startContentDriver(room: Room, folder: string): void {
  const program = join(room.plan.cache.contentDriver, 'content-driver');
  room.start('content-driver', program, [
    `-name=${DRIVER}`,
    `-node=${NODE_NAME}`,
    `-root=${fileSystems(room)}`,
    `-kubelet=${kubeletFolder(folder)}`,
    `-uid=${GHOST_USER_ID}`,
    `-gid=${GHOST_USER_ID}`,
  ]);
}
