import { debuglog } from 'node:util';
import { ConfigError } from '../lib/config/config-error.ts';
import { loadConfig } from '../lib/config/load.ts';
import { sourceFault } from '../lib/config/source-fault.ts';

try {
  const config = await loadConfig();
  const { App } = await import('aws-cdk-lib');
  const { buildApp } = await import('../lib/app.ts');
  const { standingStacks } = await import('../lib/standing-stacks.ts');
  // Synthesized here, and not when the process ends, so that what fails is caught.
  const app = new App({ autoSynth: false });
  buildApp(app, config, standingStacks(app.node.tryGetContext('standing')));
  app.synth();
} catch (error) {
  // NODE_DEBUG=onemerge shows where from.
  debuglog('onemerge')('%o', error);
  console.error(error instanceof ConfigError ? error.message : sourceFault(error));
  process.exitCode = 1;
}
