import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { z } from 'zod';
import type { Manifest } from '../../../cli/shared/rendering/render.ts';
import { buildApp } from '../../../lib/app.ts';
import type { Config } from '../../../lib/config/config.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What the CDK's kubectl handler does in the cluster. */
export interface CdkObjects {
  /** Namespaces that its charts make. */
  readonly namespaces: readonly string[];
  /** What it applies. Values that AWS would give are made up. */
  readonly manifests: readonly Manifest[];
}

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});

const joined = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });

/** Reads templates for what they put into the cluster. */
export function objectsIn(templates: readonly unknown[]): CdkObjects {
  const resources = templates.flatMap((one) => Object.values(template.parse(one).Resources));
  const ofType = (type: string) =>
    resources.filter(({ Type }) => Type === type).map(({ Properties = {} }) => Properties);
  return {
    namespaces: ofType('Custom::AWSCDK-EKS-HelmChart')
      .filter(({ CreateNamespace }) => String(CreateNamespace) === 'true')
      .map(({ Namespace }) => String(Namespace)),
    manifests: ofType('Custom::AWSCDK-EKS-KubernetesResource').flatMap(
      ({ Manifest }) => JSON.parse(resolve(Manifest)) as Manifest[],
    ),
  };
}

/** A text of a template, with something in place of what only AWS knows. */
function resolve(value: unknown): string {
  if (typeof value === 'string') return value;
  const found = joined.safeParse(value);
  if (!found.success) return 'made-up';
  const [separator, parts] = found.data['Fn::Join'];
  return parts.map(resolve).join(separator);
}

/**
 * The templates of the app, synthesized in this process as far as manifests need it.
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
