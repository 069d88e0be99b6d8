import { Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Config } from '../config/config.ts';

/** The service's two names: the CDK grants under the old one, while the ARNs of newer connections carry the new one. */
const SERVICES = ['codeconnections', 'codestar-connections'];

/**
 * Lets a role read one repository through a CodeConnections connection, which may reach more and write. What it must not do is
 * denied, because the CDK grants the connection without conditions; a call that says nothing about its repository is not denied.
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/security-iam.html
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
 */
export function grantConnection(
  role: IRole,
  connectionArn: string,
  { owner, name }: Pick<Config['repository'], 'owner' | 'name'>,
): void {
  const statement = (service: string, more: { effect?: Effect; conditions?: Record<string, unknown> }) =>
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: [`${service}:UseConnection`], resources: [connectionArn], ...more }),
    );
  statement('codeconnections', {});
  for (const service of SERVICES) {
    const repository = `${service}:FullRepositoryId`;
    statement(service, {
      effect: Effect.DENY,
      conditions: { StringNotEqualsIgnoreCase: { [repository]: `${owner}/${name}` }, Null: { [repository]: 'false' } },
    });
    statement(service, {
      effect: Effect.DENY,
      conditions: { StringEquals: { [`${service}:ProviderPermissionsRequired`]: 'read_write' } },
    });
  }
}
