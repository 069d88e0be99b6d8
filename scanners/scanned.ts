import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { RuleAt } from '../cli/review/facts.ts';
import { ALL_CONTRACT_VALUES } from '../cli/shared/rendering/contract-values.ts';
import { renderTrees } from '../cli/shared/rendering/render.ts';
import { BLOGS } from './blogs.ts';
import { nagFindings, scannedApp } from './nag.ts';

/**
 * Writes the templates of every blog into a folder each.
 * @returns what cdk-nag reports on the way
 */
export function writeTemplates(folder: string): RuleAt[] {
  return Object.values(BLOGS).flatMap((overrides, number) => {
    const app = scannedApp(overrides);
    const findings = nagFindings(app);
    const target = join(folder, String(number));
    mkdirSync(target, { recursive: true });
    for (const name of readdirSync(app.outdir).filter((file) => file.endsWith('.template.json')))
      copyFileSync(join(app.outdir, name), join(target, name));
    return findings;
  });
}

/**
 * The path of the construct that made a resource, as cdk-nag names it.
 * @param template path of the template
 * @param resource CloudFormation's type and the logical id, with `.` between them
 */
export function constructPath(template: string, resource: string): string {
  const id = resource.slice(resource.indexOf('.') + 1);
  const { Resources } = JSON.parse(readFileSync(template, 'utf8')) as Template;
  return Resources[id]?.Metadata?.['aws:cdk:path'] ?? `${/(\w+)\.template\.json$/.exec(template)?.[1]}/${id}`;
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Metadata?: Readonly<Record<string, string>> }>>;
}

/**
 * Writes the objects that Flux applies, a file for each way in which the settings change them.
 * @returns the files' paths
 */
export function writeManifests(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return renderTrees(ALL_CONTRACT_VALUES).map((tree, number) => {
    const objects = tree.flatMap((rendered) => rendered.objects);
    const byName = new Map(objects.map((one) => [`${one.kind} ${one.metadata.namespace} ${one.metadata.name}`, one]));
    const file = join(folder, `${number}.yaml`);
    writeFileSync(file, [...byName.values()].map((object) => stringify(object)).join('---\n'));
    return file;
  });
}
