import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pulledComponent } from '../../scanners/pulled-component.ts';

describe('in the list of what the blog is made of', () => {
  test('an image is named by its registry and its tag', () => {
    const { name, version, purl, hashes } = pulledComponent('ghost:6.65.0');
    assert.deepEqual([name, version, hashes], ['ghost', '6.65.0', undefined]);
    assert.equal(purl, 'pkg:oci/ghost?repository_url=registry-1.docker.io/library/ghost&tag=6.65.0');
  });

  test('a digest is part of the name, and its checksum', () => {
    const digest = 'a'.repeat(64);
    const { purl, hashes } = pulledComponent(`ghcr.io/example/charts/shop:1.2.3@sha256:${digest}`);
    assert.match(
      purl,
      new RegExp(`^pkg:oci/shop@sha256%3A${digest}\\?repository_url=ghcr\\.io/example/charts/shop&tag=1\\.2\\.3$`),
    );
    assert.deepEqual(hashes, [{ alg: 'SHA-256', content: digest }]);
  });
});
