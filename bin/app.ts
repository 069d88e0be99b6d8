import { debuglog } from 'node:util';
import { compileOnce } from '../lib/compile-once.ts';
import { chosenEnvironment } from '../lib/config/chosen-environment.ts';
import { ConfigError } from '../lib/config/config-error.ts';
import { EnvironmentError } from '../lib/config/environment-error.ts';
import { loadConfig } from '../lib/config/load.ts';
import { sourceFault } from '../lib/config/source-fault.ts';

compileOnce();
try {
  const { App } = await import('aws-cdk-lib');
  // Synthesized here, and not when the process ends, so that what fails is caught.
  const app = new App({ autoSynth: false });
  const context = (name: string): unknown => app.node.tryGetContext(name);
  const config = await loadConfig(environmentIn(context('environment')));
  const { buildApp } = await import('../lib/app.ts');
  const { promotedCommit } = await import('../lib/promoted-commit.ts');
  const { standingStacks } = await import('../lib/standing-stacks.ts');
  const commit = promotedCommit(config, context('commit'));
  buildApp(app, config, { standing: standingStacks(context('standing')), commit });
  app.synth();
} catch (error) {
  // NODE_DEBUG=onemerge shows where from.
  debuglog('onemerge')('%o', error);
  const meant =
    error instanceof EnvironmentError && error.instead ? `: add --context environment=${error.instead}` : '';
  console.error(error instanceof ConfigError ? `${error.message}${meant}` : sourceFault(error));
  process.exitCode = 1;
}

/** As the CDK's users say it, or as builds do. */
function environmentIn(context: unknown): string | undefined {
  return typeof context === 'string' ? context : chosenEnvironment();
}
