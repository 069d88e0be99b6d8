import { CommandError } from '../../shared/command-error.ts';
import type { AfterDeploy } from './after-deploy.ts';

type Asked = Pick<AfterDeploy, 'account' | 'templates' | 'config'>;

/**
 * An output of a stack, which is named as in lib/app.ts: `ghost`.
 * @throws CommandError when the stack is not there, or has no such output
 */
export async function outputOf({ account, config }: Asked, stack: string, output: string): Promise<string> {
  const name = `${config.name}-${stack}`;
  const found = (await account.stacks()).find((one) => one.name === name);
  const value = found?.outputs[output];
  if (value !== undefined) return value;
  const what = found ? `the stack ${name} has no output ${output}` : `the stack ${name} is not deployed`;
  throw new CommandError(what, { help: 'npx cdk deploy --all' });
}

/**
 * The physical ids of a stack's resources of a type, by logical id, as many as the template has.
 * @throws CommandError when one is not there
 */
export async function resourcesOf(
  { account, templates, config }: Asked,
  stack: string,
  type: string,
): Promise<ReadonlyMap<string, string>> {
  const name = `${config.name}-${stack}`;
  const ids = await account.physicalIds(name);
  const resources = Object.entries(templates.get(name)?.Resources ?? {}).filter(([, { Type }]) => Type === type);
  return new Map(
    resources.map(([logicalId]) => {
      const id = ids.get(logicalId);
      if (id) return [logicalId, id];
      throw new CommandError(`the stack ${name} has no ${logicalId}`, { help: 'npx cdk deploy --all' });
    }),
  );
}
