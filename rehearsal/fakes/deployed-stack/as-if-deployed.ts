import { z } from 'zod';
import type { StackContent } from './deployed.ts';

const template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) });

/** What AWS would call a resource, as far as somebody looks at it: Kubernetes wants target groups by their ARN. */
function madeUp(logicalId: string, type: string): string {
  if (type !== 'AWS::ElasticLoadBalancingV2::TargetGroup') return `arn:aws:example/${logicalId}/0123`;
  return `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${logicalId}/0123456789abcdef`;
}

/** A synthesized stack as if it were deployed. @param content the template; it may be of any stack */
export function asIfDeployed(content: unknown): StackContent {
  const { Resources } = template.parse(content);
  const ids = Object.entries(Resources).map(([id, { Type }]) => [id, madeUp(id, Type)] as const);
  return { template: content, physicalIds: new Map(ids) };
}
