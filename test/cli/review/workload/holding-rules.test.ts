import { HOLDING_RULES } from '../../../../cli/review/workload/holding-rules.ts';
import { objectRuleTests } from '../../../support/review.ts';
import { object, running, spec } from './objects.ts';

const spared = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
const forced = { 'kustomize.toolkit.fluxcd.io/force': 'Enabled' };
const claim = (storageClassName: string, annotations = {}) =>
  object('PersistentVolumeClaim', { spec: { storageClassName } }, annotations);
const volume = (persistentVolumeReclaimPolicy: string) => spec('PersistentVolume', { persistentVolumeReclaimPolicy });
const claims = (whenDeleted: string) => spec('StatefulSet', { persistentVolumeClaimRetentionPolicy: { whenDeleted } });
const ghost = (tag: string) => running({ image: `public.ecr.aws/docker/library/ghost:${tag}` });

objectRuleTests('what a manifest may lose', HOLDING_RULES, {
  holding: { said: [object('HelmRelease'), undefined], unsaid: [object('Namespace', {}, spared), undefined] },
  madeAnew: { said: [claim('a', forced), claim('b', forced)], unsaid: [claim('a'), claim('b')] },
  spared: {
    said: [object('Namespace', {}, spared), object('Namespace')],
    unsaid: [object('Namespace'), object('Namespace', {}, spared)],
  },
  reclaimed: { said: [volume('Retain'), volume('Delete')], unsaid: [volume('Delete'), volume('Retain')] },
  dropsClaims: { said: [claims('Retain'), claims('Delete')], unsaid: [claims('Delete'), claims('Retain')] },
  ghostLowered: { said: [ghost('6.65.0'), ghost('6.9.0')], unsaid: [ghost('6.9.0'), ghost('6.65.0-alpine')] },
});
