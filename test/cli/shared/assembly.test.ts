import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CfnResource, Stack } from 'aws-cdk-lib';
import { assembledInfrastructure } from '../../../cli/lock/lock.ts';
import { assemblyStacks } from '../../../cli/shared/assembly.ts';
import { templatesApp } from '../../../lib/templates-app.ts';
import { outdir } from '../../support/fixtures.ts';

describe('an app that was synthesized before', () => {
  test('gives its stacks by the ids of their constructs', () => {
    const app = templatesApp({}, outdir());
    new CfnResource(new Stack(app, 'Data', { stackName: 'blog-database' }), 'It', { type: 'AWS::SNS::Topic' });
    const { Data } = assemblyStacks(app.synth().directory);
    assert.equal(Data?.name, 'blog-database');
    assert.deepEqual(Data?.template.Resources?.It, { Type: 'AWS::SNS::Topic' });
  });

  test('that is not there is told with the command that makes it', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
    t.after(() => rmSync(folder, { recursive: true }));
    assert.throws(() => assemblyStacks(folder), {
      message: /holds no synthesized app: /,
      help: 'npx cdk synth --quiet',
      exitCode: 2,
    });
  });

  test('without settings has no fingerprint to compare a lock with', () => {
    const { directory } = templatesApp({}, outdir()).synth();
    assert.throws(() => assembledInfrastructure(directory), {
      message: /^no stack in \S+ writes the settings$/,
      help: 'npx cdk synth --quiet',
    });
  });
});
