import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { addFile, addJson, findBlob, openStore, publish } from './store.ts';

test('what an entry publishes is found under its upstream name, by tag and by digest', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onemerge-test-'));
  try {
    await mkdir(join(folder, 'entry'));
    const entry = join(folder, 'entry');
    await writeFile(join(folder, 'layer'), 'layer');
    const layer = await addFile(entry, join(folder, 'layer'), 'application/octet-stream');
    const config = await addJson(entry, { os: 'linux' }, 'application/json');
    await publish(entry, 'ghcr.io/fluxcd/source-controller:v1.9.4', config, [layer]);
    const repository = (await openStore([entry])).get('ghcr.io/fluxcd/source-controller');
    const manifest = repository?.tags.get('v1.9.4');
    assert.ok(repository && manifest);
    const text = await readFile(findBlob(repository, manifest.digest) ?? '', 'utf8');
    assert.deepEqual(JSON.parse(text).layers, [layer]);
    assert.equal(await readFile(findBlob(repository, layer.digest) ?? '', 'utf8'), 'layer');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
