import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imagesIn, treeImages } from '../../../../cli/shared/rendering/images.ts';
import type { Manifest } from '../../../../cli/shared/rendering/render.ts';

const metadata = { name: 'nightly' };
const folderWith = (...objects: Manifest[]) => [{ path: 'gitops/apps/web', objects }];
const inOneFile = () => ['gitops/apps/web/web.yaml'];

test('an image of a CronJob is found, deep as it lies, and so is that of its init container', () => {
  const podTemplate = { spec: { initContainers: [{ image: 'a:1.0.0' }], containers: [{ image: 'b:1.0.0' }] } };
  const spec = { jobTemplate: { spec: { template: podTemplate } } };
  const found = imagesIn(folderWith({ apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec }), inOneFile);
  assert.deepEqual(found, [
    { reference: 'a:1.0.0', files: ['gitops/apps/web/web.yaml'] },
    { reference: 'b:1.0.0', files: ['gitops/apps/web/web.yaml'] },
  ]);
});

test('a chart is found under the name that its registry knows', () => {
  const spec = { url: 'oci://ghcr.io/charts/web', ref: { tag: '1.2.3' } };
  const object = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'OCIRepository', metadata, spec };
  assert.deepEqual(
    imagesIn(folderWith(object), inOneFile).map(({ reference }) => reference),
    ['ghcr.io/charts/web:1.2.3'],
  );
});

test("the tree's image of Ghost and its chart are found, each with its file", () => {
  const found = treeImages();
  const filesOf = (name: string) => found.find(({ reference }) => reference.startsWith(`${name}:`))?.files;
  assert.deepEqual(filesOf('ghcr.io/external-secrets/charts/external-secrets'), [
    'gitops/operators/controllers/external-secrets-chart.yaml',
  ]);
  assert.deepEqual(filesOf('public.ecr.aws/docker/library/ghost'), ['gitops/apps/ghost/image/kustomization.yaml']);
});
