import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';
import type { RuleAt } from '../cli/review/facts.ts';
import { findingsIn, REPORTED_ONLY } from '../cli/review/reader/validation.ts';
import { cdkContext } from '../cli/shared/cdk-context.ts';
import { buildApp } from '../lib/app.ts';
import type { Config } from '../lib/config/config.ts';
import { parseInstallations } from '../lib/config/parse.ts';
import { configInput, outdir } from '../test/support/fixtures.ts';
import type { Blog } from './blogs.ts';

/**
 * A blog that is scanned and not deployed.
 * @param overrides what its config has beside the least
 */
export function scannedApp(overrides: Blog): App {
  const context = {
    ...cdkContext(),
    ...REPORTED_ONLY,
    'aws:cdk:disable-asset-staging': true,
    'aws:cdk:enable-path-metadata': true,
  };
  const app = new App({ context, outdir: outdir() });
  // Of environments the last: it has what comes before it and what comes to it.
  buildApp(app, parseInstallations({ ...configInput(), ...overrides }).at(-1) as Config);
  return app;
}

/** What cdk-nag's packs and the CDK's own validation report for an app and nobody has acknowledged; synthesizes it. */
export function nagFindings(app: App): RuleAt[] {
  const packs = [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks];
  Validations.of(app).addPlugins(...packs.map((Pack) => new Pack(app, { verbose: false })));
  app.synth();
  return findingsIn(app.outdir);
}
