import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOLDING_RULES } from '../../../../cli/review/workload/holding-rules.ts';
import { changedObjects, objectRuleTests } from '../../../support/review.ts';
import { object, running, spec } from './objects.ts';

const spared = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
const forced = { 'kustomize.toolkit.fluxcd.io/force': 'Enabled' };
const claim = (storageClassName: string, annotations = {}) =>
  object('PersistentVolumeClaim', { spec: { storageClassName } }, annotations);
const volume = (persistentVolumeReclaimPolicy: string) => spec('PersistentVolume', { persistentVolumeReclaimPolicy });
const claims = (whenDeleted: string) => spec('StatefulSet', { persistentVolumeClaimRetentionPolicy: { whenDeleted } });
const release = (more: object) => spec('HelmRelease', { interval: '1h', ...more });
const ghost = (tag: string) => running({ image: `public.ecr.aws/docker/library/ghost:${tag}` });

objectRuleTests('what a manifest may lose', HOLDING_RULES, {
  holding: { said: [object('HelmRelease'), undefined], unsaid: [object('Namespace', {}, spared), undefined] },
  madeAnew: { said: [claim('a', forced), claim('b', forced)], unsaid: [claim('a'), claim('b')] },
  spared: {
    said: [object('Namespace', {}, spared), object('Namespace')],
    unsaid: [object('Namespace'), object('Namespace', {}, spared)],
  },
  reclaimed: { said: [volume('Retain'), volume('Delete')], unsaid: [volume('Delete'), volume('Retain')] },
  uninstalled: {
    said: [release({ releaseName: 'a' }), release({ releaseName: 'b' })],
    unsaid: [release({}), release({ releaseName: 'it' })],
  },
  dropsClaims: { said: [claims('Retain'), claims('Delete')], unsaid: [claims('Delete'), claims('Retain')] },
  ghostLowered: { said: [ghost('6.65.0'), ghost('6.9.0')], unsaid: [ghost('6.9.0'), ghost('6.65.0-alpine')] },
});

test('what an operator makes for an object goes with it, a database or a bucket', () => {
  const made = (apiVersion: string) => ({ ...object('Bucket'), apiVersion });
  const blocks = (apiVersion: string) =>
    changedObjects([made(apiVersion)], []).some((change) => HOLDING_RULES.holding?.meets(change));
  assert.ok(blocks('s3.services.k8s.aws/v1alpha1'));
  assert.ok(!blocks('source.toolkit.fluxcd.io/v1'), 'the Bucket of Flux holds nothing');
});

test('a class of snapshots that keeps them no more loses them', () => {
  const snapshots = (deletionPolicy: string) => object('VolumeSnapshotClass', { deletionPolicy });
  const [change] = changedObjects([snapshots('Retain')], [snapshots('Delete')]);
  assert.ok(change && HOLDING_RULES.reclaimed?.meets(change));
});
