import type { Manifest } from '../../shared/rendering/render.ts';
import { olderVersion } from '../infrastructure/data-at-risk.ts';
import { isOptedOut } from './applied.ts';
import type { ObjectChange } from './compare.ts';
import { changesImmutable } from './immutable.ts';
import { both, type Rules, risk } from './rule.ts';

/** Whoever removes one of these removes what it holds: objects, volumes, what a chart or a Kustomization installed. */
const HOLDING = [
  'CustomResourceDefinition',
  'HelmRelease',
  'Kustomization',
  'Namespace',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StatefulSet',
  'VolumeSnapshot',
  'VolumeSnapshotContent',
];

/** API groups of operators that make what holds data for an object, and remove both together: databases, buckets, queues. */
const HOLDING_GROUPS =
  /(services\.k8s\.aws|crossplane\.io|upbound\.io|cnpg\.io|zalan\.do|percona\.com|oracle\.com|mongodb\.com|rook\.io|velero\.io|strimzi\.io|elastic\.co|rabbitmq\.com|min\.io|mariadb\.com|opster\.io|k8ssandra\.io|cassandra\.datastax\.com|redis\.\w+\.\w+|databases\.spotahome\.com|longhorn\.io)\//;

const holds = ({ kind, before, after }: ObjectChange) =>
  HOLDING.includes(kind) || HOLDING_GROUPS.test((after ?? before)?.apiVersion ?? '');

/** What may lose data. */
export const HOLDING_RULES: Rules = {
  holding: risk('is pruned, with all that it holds', (change) => change.impact === 'pruned' && holds(change)),
  madeAnew: risk('is deleted and made anew, with all that it holds', (change) => {
    return holds(change) && change.forced && changesImmutable(change);
  }),
  spared: risk(
    'may be pruned from now on, with all that it holds',
    both((before, after) => HOLDING.includes(after.kind) && isOptedOut(before) && !isOptedOut(after)),
  ),
  reclaimed: risk(
    'loses its data together with its claim',
    both((before, after) => reclaim(before) === 'Retain' && reclaim(after) !== 'Retain'),
  ),
  uninstalled: risk(
    'is uninstalled before it is installed anew, or when an upgrade fails, with all that it holds',
    both((before, after) => {
      return (
        after.kind === 'HelmRelease' && (placeOf(before) !== placeOf(after) || (!isUndone(before) && isUndone(after)))
      );
    }),
  ),
  dropsClaims: risk(
    'deletes its volumes when it shrinks or goes',
    both((before, after) => !deletesClaims(before) && deletesClaims(after)),
  ),
  ghostLowered: risk(
    'gets an older Ghost, which does not undo what the newer one did to the database',
    both((before, after) => {
      const [old, now] = [ghostVersion(before), ghostVersion(after)];
      return old !== undefined && now !== undefined && olderVersion(old, now);
    }),
  ),
};

/** https://fluxcd.io/flux/components/helm/helmreleases/#release-name, #target-namespace and #storage-namespace */
const placeOf = ({ spec, metadata }: Manifest) =>
  JSON.stringify([
    spec?.releaseName ?? [spec?.targetNamespace, metadata.name].filter((part) => part !== undefined).join('-'),
    spec?.targetNamespace ?? metadata.namespace,
    spec?.storageNamespace ?? metadata.namespace,
  ]);

const isUndone = ({ spec }: Manifest) => spec?.upgrade?.remediation?.strategy === 'uninstall';

/** A volume, a class of volumes, and snapshots of them, which call it otherwise. */
function reclaim({ kind, spec, reclaimPolicy, deletionPolicy }: Manifest): unknown {
  if (kind.startsWith('VolumeSnapshot')) return spec?.deletionPolicy ?? deletionPolicy;
  return spec?.persistentVolumeReclaimPolicy ?? reclaimPolicy;
}

const deletesClaims = ({ spec }: Manifest) =>
  Object.values(spec?.persistentVolumeClaimRetentionPolicy ?? {}).includes('Delete');

/** The version in the first image of Ghost that an object names. */
function ghostVersion(object: Manifest): string | undefined {
  return /\/ghost:(\d+(?:\.\d+)*)/.exec(JSON.stringify(object))?.[1];
}
