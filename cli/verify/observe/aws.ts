import type { Config } from '../../../lib/config/config.ts';
import { type AwsAccess, awsAccess } from './aws-access.ts';
import { TargetGroups } from './reader.ts';
import { DeployedStacks } from './stacks.ts';

/** What the app calls the things that are looked at; a test compares them with its templates. */
export function deployedNames({ name }: Pick<Config, 'name'>) {
  return {
    cluster: name,
    blog: { stack: `${name}-ghost`, output: 'BlogUrl' },
    pipeline: { stack: `${name}-pipeline`, output: 'PipelineName' },
  } as const;
}

/** What is read of AWS. */
export interface Aws {
  readonly access: AwsAccess;
  readonly stacks: DeployedStacks;
  readonly targetGroups: TargetGroups;
}

/** @throws Unreadable when the caller is signed in to another account */
export async function connect(config: Config): Promise<Aws> {
  const access = await awsAccess(config);
  const stacks = new DeployedStacks(access);
  return { access, stacks, targetGroups: new TargetGroups(access, deployedNames(config).blog.stack) };
}
