import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PreconditionError } from '../../shared/errors.ts';
import { requireImages } from './require.ts';

const FILE = 'gitops/apps/hello/hello.yaml';
const named = (reference: string) => [{ reference, files: [FILE] }];
const NOWHERE = { served: [], answering: [], folder: '/cache/images' };

test('an image that cannot be had is told with its file, and how to bring it', () => {
  assert.throws(
    () => requireImages(named('quay.io/example/web:1.2.3'), NOWHERE),
    (error: PreconditionError) => {
      assert.equal(error.name, 'PreconditionError');
      assert.equal(
        error.report(),
        `1 image of the tree cannot be had: not built here, not brought, and the registry does not answer
  gitops/apps/hello/hello.yaml: quay.io/example/web:1.2.3
  see:  /cache/images
  help: bring it as an archive: where Docker runs and the registry answers,
    docker pull --platform linux/amd64 quay.io/example/web:1.2.3 && docker save --output web-1.2.3.tar quay.io/example/web:1.2.3
  copy the file to /cache/images/web-1.2.3.tar and run the same command again`,
      );
      assert.equal(error.exitCode, 1);
      return true;
    },
  );
});

test('an image of a digest that only its registry has is told with the edit', () => {
  const pinned = named('quay.io/example/web:1.2.3@sha256:aa');
  assert.throws(() => requireImages(pinned, { ...NOWHERE, served: ['quay.io/example/web:1.2.3'] }), {
    help: 'name it by its tag alone (quay.io/example/web:1.2.3), then run the same command again',
  });
});

test('an image that is built here or was brought is at hand, under whichever of its names', () => {
  requireImages(named('busybox:1.37.0'), { ...NOWHERE, served: ['docker.io/library/busybox:1.37.0'] });
});

test('an image whose registry answers is at hand, with a digest too', () => {
  requireImages(named('ghcr.io/example/web:1.2.3@sha256:aa'), { ...NOWHERE, answering: ['ghcr.io'] });
});
