import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { cdkContext } from '../../cli/shared/cdk-context.ts';
import { buildApp } from '../../lib/app.ts';
import type { Config } from '../../lib/config/config.ts';
import { templatesApp } from '../../lib/templates-app.ts';

/**
 * The templates of the app, synthesized in this process without its assets.
 * @param folder for what the synthesis writes
 */
export function synthesize(config: Config, folder: string): unknown[] {
  const app = templatesApp(cdkContext(), mkdtempSync(join(folder, 'synthesis-')));
  buildApp(app, config);
  return app.synth().stacks.map((stack) => stack.template);
}
