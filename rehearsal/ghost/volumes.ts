import { chmodSync, chownSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workload } from './workload.ts';

/** One folder per volume. What Kubernetes would mount read-only is written here once, as the kubelet does. */
export function makeVolumes(runFolder: string, workload: Workload, content: string): Map<string, string> {
  const folder = mkdtempSync(join(runFolder, 'volumes-'));
  chmodSync(folder, 0o755);
  const volumes = new Map<string, string>();
  for (const { name, secret, configMap, persistentVolumeClaim } of workload.pod.volumes) {
    const path = join(folder, name);
    mkdirSync(path);
    volumes.set(name, persistentVolumeClaim ? content : path);
    const files = secret
      ? workload.secrets.get(secret.secretName)
      : configMap && workload.configMaps.get(configMap.name);
    if ((secret || configMap) && files === undefined)
      throw new Error(`volume ${name}: nothing renders ${secret?.secretName ?? configMap?.name}`);
    for (const [file, data] of files ?? []) writeFileSync(join(path, file), data, { mode: 0o644 });
    // The kubelet makes an emptyDir writable for everybody.
    if (files === undefined) chmodSync(path, 0o777);
  }
  return volumes;
}

/** An empty content folder, owned as the EFS access point would have it. */
export function emptyContent(runFolder: string, { pod }: Workload): string {
  const folder = mkdtempSync(join(runFolder, 'content-'));
  chownSync(folder, pod.securityContext.runAsUser, pod.securityContext.runAsGroup);
  chmodSync(folder, 0o750);
  return folder;
}
