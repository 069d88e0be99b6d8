import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { SynthesizedStack } from '../review/facts.ts';
import { CommandError } from './command-error.ts';

/**
 * The stacks of an app that was synthesized before, by construct id.
 * @param folder that `cdk synth` wrote: cdk.out
 * @throws CommandError when there is no synthesized app
 */
export function assemblyStacks(folder: string): Record<string, SynthesizedStack> {
  try {
    const { stacks } = new CloudAssembly(folder);
    return Object.fromEntries(stacks.map(({ id, stackName, template }) => [id, { name: stackName, template }]));
  } catch (error) {
    throw new CommandError(`${folder} holds no synthesized app: ${(error as Error).message.split('\n')[0]}`, {
      help: 'npx cdk synth --quiet',
    });
  }
}
