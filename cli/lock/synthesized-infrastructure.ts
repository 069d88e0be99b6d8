import { infrastructureOf } from '../../lib/app.ts';
import type { Config } from '../../lib/config/config.ts';
import { sourceFault } from '../../lib/config/source-fault.ts';
import { cdkContext } from '../shared/cdk-context.ts';
import { CommandError } from '../shared/command-error.ts';

/**
 * The fingerprint of the infrastructure that the config describes. Loads the CDK: half a second.
 * @throws CommandError when the app does not synthesize
 */
export function synthesizedInfrastructure(config: Config): string {
  try {
    return infrastructureOf(cdkContext(), config);
  } catch (error) {
    throw new CommandError(`the app does not synthesize: ${sourceFault(error)}`, { help: 'npx cdk synth --quiet' });
  }
}
