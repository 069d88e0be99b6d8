import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { logGroupFirst } from './log-group-first.ts';

export interface DatabaseProtectionProps {
  /** Another instance is protected anew. */
  readonly database: CfnDBInstance;
  /** Whether RDS refuses to delete the instance. */
  readonly on: boolean;
}

/**
 * Deletion protection of an RDS instance that stands. In the instance's own template it would be on before the stack is
 * complete, and RDS would refuse the rollback of a first deployment that failed.
 */
export class DatabaseProtection extends Construct {
  constructor(scope: Construct, id: string, { database, on }: DatabaseProtectionProps) {
    super(scope, id);
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    const arn = Stack.of(database).formatArn({ service: 'rds', resource: 'db', resourceName: database.ref, arnFormat });
    const modify = new AwsCustomResource(this, 'Modify', {
      resourceType: 'Custom::DatabaseProtection',
      installLatestAwsSdk: false,
      onUpdate: {
        service: 'RDS',
        action: 'ModifyDBInstance',
        // Without ApplyImmediately, which would also apply what waits for the maintenance window, restarts included; RDS
        // changes deletion protection at once in any case.
        // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.ApplyImmediately.html
        parameters: { DBInstanceIdentifier: database.ref, DeletionProtection: on },
        // The whole answer is longer than the 4 KiB that a custom resource may return.
        outputPaths: ['DBInstance.DeletionProtection'],
        physicalResourceId: PhysicalResourceId.of('deletion-protection'),
      },
      policy: AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({ actions: ['rds:ModifyDBInstance'], resources: [arn] }),
      ]),
    });
    logGroupFirst(modify);
  }
}
