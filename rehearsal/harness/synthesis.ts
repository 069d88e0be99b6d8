import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { z } from 'zod';
import { buildApp } from '../../lib/app.ts';
import type { Config } from '../../lib/config/config.ts';

const ROOT = join(import.meta.dirname, '../..');

/**
 * The templates of the app, synthesized in this process without its assets.
 * @param folder for what the synthesis writes
 */
export function synthesize(config: Config, folder: string): unknown[] {
  const { context } = z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')));
  const app = new App({
    context: { ...context, 'aws:cdk:disable-asset-staging': true },
    outdir: mkdtempSync(join(folder, 'synthesis-')),
    builtinCloudFormationValidation: false,
  });
  buildApp(app, config);
  return app.synth().stacks.map((stack) => stack.template);
}
