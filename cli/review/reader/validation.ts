import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT, VALIDATE_AGAINST_DEFAULT_RULES } from 'aws-cdk-lib/cx-api';
import { PREFIX_OF_THE_CDK } from '../checks/compare.ts';
import type { OpenFinding } from '../facts.ts';

/** Context by which what rules find is left to who reads the report: it does not fail the synthesis, and nothing is printed. */
export const REPORTED_ONLY: Readonly<Record<string, boolean>> = {
  [FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT]: false,
  [VALIDATE_AGAINST_DEFAULT_RULES]: true,
};

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly {
      readonly ruleName: string;
      readonly description: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** The CDK's own validation of templates, which needs no credentials: its rules are numbers. */
const OF_THE_CDK = 'CloudFormation Validate';

/**
 * What the rules report that an app brought, and the CDK's own: findings that nobody acknowledged, by the names that an
 * acknowledgement takes.
 * @param outdir of the synthesized app
 */
export function findingsIn(outdir: string): OpenFinding[] {
  const report: Report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  return report.pluginReports.flatMap(({ pluginName, violations }) =>
    violations.flatMap(({ ruleName, description: what, violatingConstructs }) => {
      const rule = pluginName === OF_THE_CDK ? `${PREFIX_OF_THE_CDK}${ruleName}` : ruleName;
      return violatingConstructs.map(({ constructPath: path }) => ({ rule, path, what }));
    }),
  );
}
