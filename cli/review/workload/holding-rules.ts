import type { Manifest } from '../../shared/rendering/render.ts';
import { olderVersion } from '../infrastructure/data-at-risk.ts';
import { isOptedOut } from './applied.ts';
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
];

/** What may lose data. */
export const HOLDING_RULES: Rules = {
  holding: risk(
    'is pruned, with all that it holds',
    ({ impact, kind }) => impact === 'pruned' && HOLDING.includes(kind),
  ),
  madeAnew: risk('is deleted and made anew, with all that it holds', (change) => {
    return HOLDING.includes(change.kind) && change.forced && changesImmutable(change);
  }),
  spared: risk(
    'may be pruned from now on, with all that it holds',
    both((before, after) => HOLDING.includes(after.kind) && isOptedOut(before) && !isOptedOut(after)),
  ),
  reclaimed: risk(
    'loses its data together with its claim',
    both((before, after) => reclaim(before) === 'Retain' && reclaim(after) !== 'Retain'),
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

const reclaim = ({ spec, reclaimPolicy }: Manifest): unknown => spec?.persistentVolumeReclaimPolicy ?? reclaimPolicy;

const deletesClaims = ({ spec }: Manifest) =>
  Object.values(spec?.persistentVolumeClaimRetentionPolicy ?? {}).includes('Delete');

/** The version in the first image of Ghost that an object names. */
function ghostVersion(object: Manifest): string | undefined {
  return /\/ghost:(\d+(?:\.\d+)*)/.exec(JSON.stringify(object))?.[1];
}
