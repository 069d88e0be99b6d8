import { LOG_COLLECTOR, POD_LOGS_FOLDER } from '../../../../lib/names.ts';
import type { Manifest } from '../../rendering/render.ts';
import { containersOf, type Pod } from '../pods.ts';
import type { Tree } from '../tree.ts';

// The one exception from what holds for every pod: what kubelet writes is root's, and lies on the node. See
// docs/decisions/0040-logs-of-pods.md; gitops/apps/logs/limit.yaml says the same to the API server.

// biome-ignore lint/suspicious/noExplicitAny: parts of a pod's spec as they are written
type Field = any;

/** What root needs to read files that are not its own. */
export const COLLECTOR_CAPABILITY = 'DAC_READ_SEARCH';

/** Whether an object's pods may be root, and see the folder with the logs of others. */
export const isOfCollector = ({ metadata }: Manifest): boolean => metadata.namespace === LOG_COLLECTOR.namespace;

/** Whether a volume is that folder of the node, and mounted only to be read. */
export function readsLogs(object: Manifest, pod: Pod, volume: Field): boolean {
  const mounts: readonly Field[] = containersOf(pod).flatMap(({ container }) => container.volumeMounts ?? []);
  const own = mounts.filter((mount) => mount?.name === volume.name);
  return (
    isOfCollector(object) && volume.hostPath?.path === POD_LOGS_FOLDER && own.every((mount) => mount.readOnly === true)
  );
}

/** Whether a namespace is the collector's, and an admission policy of the tree says what its pods may. */
export function isLimited({ applied }: Tree, namespace: string): boolean {
  return (
    namespace === LOG_COLLECTOR.namespace &&
    applied.some(
      ({ object: { kind, spec } }) =>
        kind === 'ValidatingAdmissionPolicy' &&
        spec?.matchConstraints?.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'] === namespace,
    )
  );
}
