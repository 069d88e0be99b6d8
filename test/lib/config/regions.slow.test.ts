import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, mock, test } from 'node:test';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { cdkContext } from '../../../cli/shared/cdk-context.ts';
import { buildApp } from '../../../lib/app.ts';
import { databaseRoots } from '../../../lib/config/database-roots.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { hasConnections } from '../../../lib/config/regions.ts';
import { configInput, outdir, templates } from '../../support/fixtures.ts';

const LISTED = RegionInfo.regions.map(({ name }) => name).filter(hasConnections);
/** Known to lack something. */
const LACKING = 'il-central-1';

/** Every type of AWS that the stacks use. */
const USED = new Set(
  Object.values(templates()).flatMap((template) =>
    Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type),
  ),
);

interface ValidationReport {
  readonly pluginReports: readonly { readonly violations: readonly { readonly description: string }[] }[];
}

/** What the CDK's own validation says of stacks with every type of resource, one for each region; nothing has properties. */
function validated(regions: readonly string[]): string[] {
  const folder = outdir();
  const app = new App({ context: cdkContext(), outdir: folder, autoSynth: false });
  for (const region of regions) {
    const stack = new Stack(app, region, { env: { region } });
    for (const type of USED) new CfnResource(stack, type.replaceAll(':', ''), { type });
  }
  assert.throws(() => app.synth(), /^ValidationError|Validation failed/);
  const report: ValidationReport = JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8'));
  return report.pluginReports.flatMap(({ violations }) => violations.map(({ description }) => description));
}

describe('a region of the list', () => {
  let said: string[] = [];
  before(() => {
    // The CDK prints its report as well.
    mock.method(process.stderr, 'write', () => true);
    said = validated([...LISTED, LACKING]);
    mock.restoreAll();
  });

  const missingIn = (region: string) => said.filter((line) => line.includes(`does not exist in '${region}'`));

  assert.ok(LISTED.length > 10, LISTED.join());
  for (const region of LISTED) {
    test(`has every type of resource that the stacks use: ${region}`, () => assert.deepEqual(missingIn(region), []));
  }

  test('is told from one that has not', () => {
    assert.deepEqual(missingIn(LACKING), [
      `Type: Resource type 'AWS::CodeConnections::Connection' does not exist in '${LACKING}'`,
    ]);
  });
});

test('a region that the config gives a reason for passes the validation of the CDK, whose data may be old', () => {
  const region = { name: 'il-central-1', reason: 'AWS added connections there' };
  const config = parseConfig(configInput({ region, database: { certificateAuthorities: databaseRoots('eu-west-1') } }));
  const app = new App({ context: { ...cdkContext(), 'aws:cdk:disable-asset-staging': true }, outdir: outdir() });
  buildApp(app, config);
  assert.equal(app.synth().stacks[0]?.environment.region, 'il-central-1');
});
