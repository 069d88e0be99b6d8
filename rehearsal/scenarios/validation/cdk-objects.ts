import { z } from 'zod';
import type { Manifest } from '../../../cli/shared/rendering/render.ts';

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
