import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../sandbox/setup.ts';
import { startApiServer } from './control-plane.ts';
import { issueIdentities } from './identities.ts';
import { FIRST } from './place.ts';
import { record } from './recording.ts';

/** Any range that is not the sandbox's. */
const SERVICE_RANGE = '172.20.0.0/16';

/** An API server with its etcd and nothing else: it accepts and refuses objects, and nothing runs. */
export interface BareCluster {
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Ends both programs, and removes their files. */
  readonly stop: () => Promise<void>;
}

/** @throws WaitError, with the log's end, when a program does not come up */
export async function startBareCluster(sandbox: Pick<Sandbox, 'authority' | 'folder' | 'start'>): Promise<BareCluster> {
  const folder = join(sandbox.folder, 'bare-cluster');
  await mkdir(folder);
  const identities = await issueIdentities(sandbox.authority, FIRST, folder, SERVICE_RANGE);
  const recording = record(sandbox);
  const stop = async () => {
    await recording.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await startApiServer(recording.sandbox, FIRST, folder, identities, { serviceRange: SERVICE_RANGE });
  } catch (error) {
    await stop();
    throw error;
  }
  return { kubeconfig: identities.kubeconfigs.admin, stop };
}
