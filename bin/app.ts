import 'source-map-support/register.js';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../lib/app.ts';
import { ConfigError } from '../lib/config/config-error.ts';
import { parseConfig } from '../lib/config/parse.ts';
import { standingStacks } from '../lib/standing-stacks.ts';
import * as file from '../onemerge.config.ts';

try {
  const app = new App();
  buildApp(app, parseConfig(file.default), standingStacks(app.node.tryGetContext('standing')));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
