import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Lets a role use a CodeConnections connection. The CDK grants the action under the service's old name,
 * codestar-connections, while the ARNs of newer connections carry the new one.
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
 */
export function grantConnection(role: IRole, connectionArn: string): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['codeconnections:UseConnection'], resources: [connectionArn] }),
  );
}
