import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { writeDeletionApp } from '../../../cli/destroy/deletion-app.ts';
import { bootstrapNames } from '../../../lib/bootstrap/names.ts';
import { parseConfig, parseInstallations } from '../../../lib/config/parse.ts';
import type { Template } from '../../../lib/output-fingerprint.ts';
import { configInput, outdir, STACK_NAMES, templates } from '../../support/fixtures.ts';

const named = (stack: string) => `fixture-${stack.toLowerCase()}`;
const config = parseConfig(configInput());
const synthesized = new Map(STACK_NAMES.map((stack) => [named(stack), templates()[stack].toJSON() as Template]));
const ALL = STACK_NAMES.map(named).toReversed();

/** The stacks of the written app, and what each waits for, directly or not, as the CDK reads it. */
function written(stacks: readonly string[] = ALL) {
  const folder = outdir();
  writeDeletionApp(config, synthesized, stacks, folder);
  const assembly = new CloudAssembly(folder);
  const directly = (stack: string) =>
    assembly.getStackByName(stack).dependencies.flatMap(({ id }) => (stacks.includes(id) ? [id] : []));
  const needs = (stack: string): string[] => directly(stack).flatMap((one) => [one, ...needs(one)]);
  return { folder, assembly, needs };
}

describe('the app that is destroyed', () => {
  const { assembly, needs } = written();

  test('has the stacks that stand, by name, and none of their resources', () => {
    assert.deepEqual(assembly.stacks.map(({ stackName }) => stackName).sort(), ALL.toSorted());
    for (const { template } of assembly.stacks) assert.equal(template.Resources, undefined);
    const some = written(['fixture-database', 'fixture-network']).assembly.stacks;
    assert.deepEqual(some.map(({ stackName }) => stackName).sort(), ['fixture-database', 'fixture-network']);
  });

  test('deletes side by side what uses nothing of each other', () => {
    for (const [one, other] of [
      ['fixture-database', 'fixture-flux'],
      ['fixture-protection', 'fixture-alarms'],
      ['fixture-protection', 'fixture-pipeline'],
    ] as const)
      assert.ok(!needs(one).includes(other) && !needs(other).includes(one), `${one} and ${other}`);
  });

  test('deletes no stack before those that use what is in it', () => {
    const after = (later: string, ...earlier: string[]) => {
      for (const one of earlier) assert.ok(needs(later).includes(one), `${one} would not wait for ${later}`);
    };
    after('fixture-pipeline', 'fixture-alarms', 'fixture-ghost', 'fixture-cluster', 'fixture-network');
    after('fixture-alarms', 'fixture-ghost', 'fixture-database');
    after('fixture-protection', 'fixture-ghost', 'fixture-database');
    after('fixture-ghost', 'fixture-database', 'fixture-cluster', 'fixture-flux', 'fixture-network');
    after('fixture-flux', 'fixture-cluster', 'fixture-network');
    // A rule of the database's security group names the cluster's own, which cannot go before it.
    after('fixture-database', 'fixture-cluster', 'fixture-network');
  });

  test('is destroyed by the roles of the bootstrap of the blog', () => {
    const { qualifier } = bootstrapNames(config);
    for (const { assumeRoleArn, cloudFormationExecutionRoleArn } of assembly.stacks) {
      assert.match(assumeRoleArn ?? '', new RegExp(`:role/cdk-${qualifier}-deploy-role-111122223333-eu-west-1$`));
      assert.match(cloudFormationExecutionRoleArn ?? '', new RegExp(`:role/cdk-${qualifier}-cfn-exec-role-`));
    }
  });

  test('has the certificate in the region of CloudFront, and deletes it once the blog is gone that shows it', () => {
    const folder = outdir();
    const two = new Map(['fixture-certificate', 'fixture-ghost'].map((stack) => [stack, { Resources: {} }]));
    writeDeletionApp(config, two, ['fixture-ghost', 'fixture-certificate'], folder);
    const both = new CloudAssembly(folder);
    assert.equal(both.getStackByName('fixture-certificate').environment.region, 'us-east-1');
    const waits = both.getStackByName('fixture-ghost').dependencies.map(({ id }) => id);
    assert.ok(waits.includes('fixture-certificate'), waits.join());
  });

  test('needs no commit where commits are promoted: to what goes, none is', () => {
    const environments = { staging: {}, production: { after: 'staging' } };
    const production = parseInstallations({ ...configInput(), environments }).at(-1);
    assert.ok(production);
    const folder = outdir();
    writeDeletionApp(production, new Map(), [`${production.name}-network`], folder);
    assert.match(readFileSync(join(folder, 'manifest.json'), 'utf8'), new RegExp(`${production.name}-network`));
  });
});
