import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { templatesApp } from '../../lib/templates-app.ts';

describe('an app whose templates are only read', () => {
  test('leaves nothing to do when the process ends, which would hide why it ended', (t) => {
    const before = process.listenerCount('beforeExit');
    const folder = mkdtempSync(join(tmpdir(), 'onemerge-templates-'));
    // As `cdk` starts the app.
    process.env.CDK_OUTDIR = folder;
    t.after(() => {
      delete process.env.CDK_OUTDIR;
      rmSync(folder, { recursive: true });
    });
    templatesApp({}, folder);
    assert.equal(process.listenerCount('beforeExit'), before, 'give the App autoSynth: false');
  });
});
