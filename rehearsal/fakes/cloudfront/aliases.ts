import { z } from 'zod';
import type { Deployed } from '../deployed-stack/deployed.ts';

const TYPE = 'AWS::CloudFront::Distribution';
const shape = z.object({ DistributionConfig: z.object({ Aliases: z.array(z.string()).default([]) }) });

/** The names of its own that the stack's distribution answers to, besides the one that CloudFront gave it. */
export function aliases(deployed: Deployed): string[] {
  return deployed.all(TYPE).flatMap((id) => deployed.properties(id, TYPE, shape).DistributionConfig.Aliases);
}
