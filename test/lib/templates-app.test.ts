import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { templatesApp } from '../../lib/templates-app.ts';

describe('an app whose templates are only read', () => {
  test('leaves nothing to do when the process ends, which would hide why it ended', (t) => {
    const before = process.listenerCount('beforeExit');
    // As `cdk` starts the app.
    process.env.CDK_OUTDIR = 'nothing-is-written-here';
    t.after(() => delete process.env.CDK_OUTDIR);
    templatesApp({}, 'nor-here');
    assert.equal(process.listenerCount('beforeExit'), before, 'give the App autoSynth: false');
  });
});
