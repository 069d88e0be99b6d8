import { type CfnResource, Stack, type StackProps } from 'aws-cdk-lib';
import type { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { AwsCustomResource } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import { acknowledge, managedPolicyFinding } from './acknowledge.ts';
import type { Config } from './config/config.ts';
import { isProtected } from './config/protected.ts';
import { DatabaseProtection } from './constructs/database-protection.ts';
import { LockedVault } from './constructs/locked-vault.ts';
import { StackPolicy } from './constructs/stack-policy.ts';

export interface ProtectionStackProps extends StackProps {
  readonly config: Config;
  /** The databases among them, in the order in which they were made. */
  readonly databases: readonly CfnDBInstance[];
  /** What holds data, in whichever stacks. No update may replace or remove it. */
  readonly data: readonly CfnResource[];
  /** The file system of the uploads. */
  readonly fileSystemArn: string;
}

/**
 * Protects what holds data, once it stands: until then a failed first deployment must be able to remove what it made.
 * Nothing is taken back when this stack is deleted; the config turns protection off. See docs/decisions/0011-protection-last.md.
 */
export class ProtectionStack extends Stack {
  constructor(scope: Construct, id: string, props: ProtectionStackProps) {
    super(scope, id, props);
    const on = isProtected(props.config);
    props.databases.forEach((database, i) => {
      new DatabaseProtection(this, i === 0 ? 'Database' : `Database${i + 1}`, { database, on });
    });
    for (const stack of new Set(props.data.map((resource) => Stack.of(resource)))) {
      const own = props.data.filter((resource) => Stack.of(resource) === stack);
      new StackPolicy(this, `${stack.node.id}Policy`, { stack, kept: on ? own : [] });
    }
    this.copyInto(props);
    acknowledge(
      this.node.findChild(`AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`),
      'The CDK runs its custom resources with this policy, which lets a function write its own log.',
      managedPolicyFinding('service-role/AWSLambdaBasicExecutionRole'),
    );
  }

  /** The database that serves is the last one. */
  private copyInto({ config, databases, fileSystemArn }: ProtectionStackProps): void {
    const serving = databases.at(-1);
    if (config.backupVault === undefined || serving === undefined) return;
    new LockedVault(this, 'Backups', {
      name: config.name,
      vault: config.backupVault,
      maintenance: config.maintenance,
      resources: [serving.attrDbInstanceArn, fileSystemArn],
      selection: `data-${databases.length}`,
    });
  }
}
