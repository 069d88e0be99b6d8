import { CommandError } from '../../shared/command-error.ts';
import type { DeployedStack } from '../account/stacks.ts';
import { isOwn } from '../own-stacks.ts';
import type { AfterDeploy } from './after-deploy.ts';

type Asked = Pick<AfterDeploy, 'account' | 'templates' | 'config'>;

/**
 * A stack of this blog.
 * @param name with the config's own in front
 * @throws CommandError when it is not deployed
 */
export async function stackOf({ account, config }: Asked, name: string): Promise<DeployedStack> {
  const found = (await account.stacks()).find((one) => one.name === name && isOwn(one, config));
  if (found) return found;
  throw new CommandError(`the stack ${name} is not deployed`, { help: 'npx cdk deploy --all' });
}

/**
 * An output of a stack, which is named as in lib/app.ts: `ghost`.
 * @throws CommandError when the stack is not there, or has no such output
 */
export async function outputOf(asked: Asked, id: string, output: string): Promise<string> {
  const { name, outputs } = await stackOf(asked, `${asked.config.name}-${id}`);
  const value = outputs[output];
  if (value !== undefined) return value;
  throw new CommandError(`the stack ${name} has no output ${output}`, { help: 'npx cdk deploy --all' });
}

/**
 * The physical ids of a stack's resources of a type, by logical id, as many as the template has.
 * @throws CommandError when the stack or one of them is not there
 */
export async function resourcesOf(asked: Asked, id: string, type: string): Promise<ReadonlyMap<string, string>> {
  const { account, config, templates } = asked;
  const { name } = await stackOf(asked, `${config.name}-${id}`);
  const ids = await account.physicalIds(name);
  const resources = Object.entries(templates.get(name)?.Resources ?? {}).filter(([, { Type }]) => Type === type);
  return new Map(
    resources.map(([logicalId]) => {
      const physicalId = ids.get(logicalId);
      if (physicalId) return [logicalId, physicalId];
      throw new CommandError(`the stack ${name} has no ${logicalId}`, { help: 'npx cdk deploy --all' });
    }),
  );
}

/**
 * What RDS calls the database that Ghost uses: after a restore, the last one of the template.
 * @throws CommandError when it does not stand
 */
export async function servingDatabase(asked: Asked): Promise<string> {
  return [...(await resourcesOf(asked, 'database', 'AWS::RDS::DBInstance')).values()].at(-1) ?? '';
}
