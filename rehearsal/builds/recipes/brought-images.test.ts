import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { findBlob, openStore } from '../oci/store.ts';
import { broughtImages } from './brought-images.ts';

const NAME = 'quay.io/example/web:1.2.3';

describe('an image that somebody brings as an archive', () => {
  let folder = '';
  const inside = (name: string) => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
    for (const name of ['images', 'parts', 'entry', 'scratch']) mkdirSync(inside(name));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Packs an archive as `docker save` does, without the layers' own folders. */
  function save(tags: readonly string[] | null): void {
    writeFileSync(inside('parts/config.json'), '{"os":"linux"}');
    writeFileSync(inside('parts/layer'), gzipSync('layer'));
    const manifest = [{ Config: 'config.json', RepoTags: tags, Layers: ['layer', 'layer'] }];
    writeFileSync(inside('parts/manifest.json'), JSON.stringify(manifest));
    execFileSync('tar', ['-cf', inside('images/web-1.2.3.tar'), '-C', inside('parts'), '.', '--transform=s,^\\./,,']);
  }

  test('is served under the name in it, with its parts as they are', async () => {
    save([NAME]);
    const [recipe, ...others] = await broughtImages(inside('images'));
    assert.ok(recipe);
    assert.deepEqual([recipe.reference, others], [NAME, []]);
    await recipe.build(inside('entry'), { log: inside('log'), scratch: inside('scratch'), folder: () => '' });
    const repository = (await openStore([inside('entry')])).get('quay.io/example/web');
    const digest = repository?.tags.get('1.2.3')?.digest ?? '';
    const read = (of: string) => readFileSync((repository && findBlob(repository, of)) ?? '');
    const { config, layers } = JSON.parse(read(digest).toString());
    assert.equal(read(config.digest).toString(), '{"os":"linux"}');
    assert.deepEqual(
      layers.map((layer: { mediaType: string; digest: string }) => [layer.mediaType, read(layer.digest)]),
      Array(2).fill(['application/vnd.oci.image.layer.v1.tar+gzip', gzipSync('layer')]),
    );
  });

  test('is told when it has no name', async () => {
    save(null);
    await assert.rejects(broughtImages(inside('images')), {
      name: 'PreconditionError',
      message: `${inside('images/web-1.2.3.tar')} cannot be served as an image: it names no image: save it by its name, and not by its id`,
      help: 'write it anew (docker save --output web-1.2.3.tar NAME:TAG), or delete it',
    });
  });

  test('is told when it is no such archive', async () => {
    writeFileSync(inside('images/web.tar'), 'no archive');
    await assert.rejects(broughtImages(inside('images')), {
      message: `${inside('images/web.tar')} cannot be served as an image: it holds no manifest.json as \`docker save\` writes it`,
    });
  });

  test('is missed by nobody who brings none', async () => {
    assert.deepEqual(await broughtImages(inside('no-such-folder')), []);
  });
});
