import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofKind, only, UNREADABLE } from './tree.ts';

test('Flux makes another binding when its target group is another: nobody may change that of one that is there', {
  skip: UNREADABLE,
}, () => {
  const bindings = ofKind('TargetGroupBinding');
  assert.ok(bindings.length > 0);
  for (const { metadata } of bindings)
    assert.equal(
      metadata.annotations?.['kustomize.toolkit.fluxcd.io/force'],
      'Enabled',
      `annotate the TargetGroupBinding ${metadata.name}, as gitops/apps/ghost/target-group.yaml does`,
    );
});

test('a volume is never made anew by Flux: what it shows is data', { skip: UNREADABLE }, () => {
  for (const { kind, metadata } of [...ofKind('PersistentVolume'), ...ofKind('PersistentVolumeClaim')]) {
    const { 'kustomize.toolkit.fluxcd.io/force': force, 'kustomize.toolkit.fluxcd.io/prune': prune } =
      metadata.annotations ?? {};
    assert.equal(force, undefined, `${kind} ${metadata.name}: take the annotation away`);
    assert.equal(prune, 'disabled', `${kind} ${metadata.name}: keep it from being pruned`);
  }
});

test('a restored folder is another volume, because nobody may change which one a volume shows', {
  skip: UNREADABLE,
}, () => {
  const [volume] = ofKind('PersistentVolume');
  const claim = only('PersistentVolumeClaim', volume?.spec.claimRef.name);
  assert.equal(claim.spec.volumeName, volume?.metadata.name);
  assert.equal(volume?.metadata.name, `ghost-${claim.metadata.name}`, 'name both by the setting CONTENT_VOLUME');
});
