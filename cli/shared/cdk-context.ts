import { readFileSync } from 'node:fs';
import { z } from 'zod';

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** The context of cdk.json, which the CDK's command line gives to an app. */
export function cdkContext(): Record<string, unknown> {
  return cdkJson.parse(JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'))).context;
}
