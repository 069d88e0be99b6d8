import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { removeScreenshots, screenshots } from './screenshots.ts';

test('pictures of an earlier rehearsal are gone, and not told of as if they were of this one', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-screenshots-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'before.png'), '');
  const [picture = ''] = screenshots(folder);
  assert.match(picture, /before\.png$/);
  removeScreenshots(folder);
  assert.deepEqual(screenshots(folder), []);
});
