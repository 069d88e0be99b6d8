import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseReference } from '../../../cli/shared/oci-reference.ts';

test('a full name names its registry, repository and tag', () => {
  assert.deepEqual(parseReference('ghcr.io/fluxcd/source-controller:v1.9.4'), {
    registry: 'ghcr.io',
    repository: 'ghcr.io/fluxcd/source-controller',
    tag: 'v1.9.4',
  });
});

test('a port belongs to the registry, and a digest to nothing else', () => {
  assert.deepEqual(parseReference('registry.example.com:5000/web@sha256:aa'), {
    registry: 'registry.example.com:5000',
    repository: 'registry.example.com:5000/web',
    tag: 'latest',
    digest: 'sha256:aa',
  });
});

for (const name of ['busybox:1.37.0', 'docker.io/busybox:1.37.0', 'docker.io/library/busybox:1.37.0']) {
  test(`${name} is an image of Docker Hub's library`, () => {
    assert.deepEqual(parseReference(name), {
      registry: 'registry-1.docker.io',
      repository: 'registry-1.docker.io/library/busybox',
      tag: '1.37.0',
    });
  });
}

test("a name with a folder and no registry is somebody's image of Docker Hub", () => {
  assert.equal(parseReference('hashicorp/http-echo:1.0.0').repository, 'registry-1.docker.io/hashicorp/http-echo');
});
