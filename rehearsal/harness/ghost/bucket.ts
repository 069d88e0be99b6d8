import { z } from 'zod';
import type { ReadObject } from '../../fakes/cloudfront/origin-call.ts';

const template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown() })),
});

const put = z.object({
  parameters: z.object({ Key: z.string(), Body: z.string(), ContentType: z.string() }),
});

/** The objects that the Ghost stack puts into buckets, without a deployment: there is no S3 here. @param stack its template */
export function objectsOf(stack: unknown): ReadObject {
  const calls = Object.values(template.parse(stack).Resources)
    .filter(({ Type }) => Type === 'Custom::AwayPage')
    .map(({ Properties }) => put.parse(JSON.parse(joined((Properties as { readonly Create: unknown }).Create))));
  return async (_bucket, key) => {
    const found = calls.find(({ parameters }) => parameters.Key === key)?.parameters;
    if (!found) return { status: 403, headers: {}, body: Buffer.alloc(0) };
    const body = Buffer.from(found.Body);
    return { status: 200, headers: { 'content-type': found.ContentType, 'content-length': `${body.length}` }, body };
  };
}

const join = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });

/** The text of a `Fn::Join`, with a name in place of what only a deployment knows. */
function joined(value: unknown): string {
  const parts = join.parse(value)['Fn::Join'][1];
  return parts.map((part) => (typeof part === 'string' ? part : 'known-later')).join('');
}
