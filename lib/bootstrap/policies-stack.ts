import { Aws, LegacyStackSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { makesCertificate } from '../config/certificate-region.ts';
import type { Config } from '../config/config.ts';
import { NAME_TAG } from '../names.ts';
import { bootstrapNames } from './names.ts';
import { type PolicyFile, policyDocument, zoneOf } from './policies.ts';

/**
 * The policies that bound what a merge can deploy. Whoever administers the account deploys this stack, with their own
 * credentials: neither the pipeline nor CloudFormation's execution role may change it.
 * See docs/decisions/0021-bounded-bootstrap.md.
 */
export class PoliciesStack extends Stack {
  constructor(scope: Construct, id: string, config: Config) {
    const { policiesStack, boundary, execution } = bootstrapNames(config);
    super(scope, id, {
      stackName: policiesStack,
      description: `onemerge ${config.name}: what its deployments may do at most`,
      env: { region: config.region, ...(config.account === undefined ? {} : { account: config.account }) },
      tags: { [`${NAME_TAG}:bootstrap`]: config.name },
      // It names no role of a bootstrap: there is none yet, and none may deploy this.
      synthesizer: new LegacyStackSynthesizer(),
      terminationProtection: true,
    });
    const policy = (file: PolicyFile, name: string) =>
      new CfnManagedPolicy(this, name, {
        managedPolicyName: name,
        policyDocument: policyDocument(file, config, Aws.ACCOUNT_ID),
      });
    policy('boundary', boundary);
    policy('execution-iam', execution.iam);
    policy('execution-app', execution.app);
    if (zoneOf(config) !== undefined) policy('execution-dns', execution.dns);
    if (config.monthlyBudget !== undefined) policy('execution-budget', execution.budget);
    if (config.cdnMetrics === 'on') policy('execution-metrics', execution.metrics);
    if (config.driftCheck === 'weekly') policy('execution-drift', execution.drift);
    if (config.backupVault !== undefined) policy('execution-backup', execution.backup);
    if (makesCertificate(config)) policy('execution-certificate', execution.certificate);
  }
}
