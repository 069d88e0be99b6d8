import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../lib/app.ts';
import type { Config } from '../../lib/config/config.ts';
import type { Template } from '../../lib/output-fingerprint.ts';
import { templatesApp } from '../../lib/templates-app.ts';
import { cdkContext } from './cdk-context.ts';

/** The templates that a deployment of the config would use, by stack name. */
export type Templates = ReadonlyMap<string, Template>;

/** Synthesizes them from the files as they lie; no asset is copied. Takes a few seconds. */
export function synthesizeTemplates(config: Config): Templates {
  const outdir = mkdtempSync(join(tmpdir(), 'onemerge-templates-'));
  try {
    const app = templatesApp(cdkContext(), outdir);
    buildApp(app, config);
    return new Map(app.synth().stacks.map(({ stackName, template }) => [stackName, template as Template]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The properties of every resource of a type. */
export function propertiesOf(templates: Templates, type: string): Readonly<Record<string, unknown>>[] {
  return [...templates.values()]
    .flatMap(({ Resources }) => Object.values(Resources))
    .filter(({ Type }) => Type === type)
    .map(({ Properties = {} }) => Properties);
}
