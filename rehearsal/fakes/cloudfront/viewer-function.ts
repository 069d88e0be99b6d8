import { createContext, Script } from 'node:vm';
import { z } from 'zod';
import type { Deployed } from '../deployed-stack/deployed.ts';
import { NotEmulatedError } from '../deployed-stack/not-emulated.ts';
import type { Viewer } from './headers.ts';

/** What a function makes of a viewer's request: the request as it goes on, or an answer. */
export type Outcome =
  | { readonly kind: 'request'; readonly url: string; readonly headers: Viewer['headers'] }
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Readonly<Record<string, string>> };

/** A CloudFront function of the template, which looks at a viewer's request before the cache. */
export type ViewerFunction = (viewer: Viewer) => Outcome;

const value = z.object({ value: z.string() });
const outcome = z.union([
  z.object({ statusCode: z.number(), headers: z.record(z.string(), value).default({}) }),
  z.object({ uri: z.string(), headers: z.record(z.string(), value) }),
]);

export const associations = z
  .array(z.strictObject({ EventType: z.literal('viewer-request'), FunctionARN: z.unknown() }))
  .max(1)
  .default([]);

const TYPE = 'AWS::CloudFront::Function';

/** A function that is not published does nothing. */
const properties = z.object({
  AutoPublish: z.literal(true),
  FunctionCode: z.string(),
  FunctionConfig: z.object({ Runtime: z.literal('cloudfront-js-2.0') }),
});

/**
 * Milliseconds after which an endless function is ended. CloudFront ends one much sooner; on a busy machine this process may
 * wait longer for a processor than any function works.
 */
const TIMEOUT = 60_000;

/**
 * The function of a behavior, if it has one. It runs in V8 with JavaScript's own names and nothing else; CloudFront's
 * runtime knows less of the language, so what passes here may still fail there.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 * @throws NotEmulatedError when the template has no such function
 */
export function viewerFunction([association]: z.infer<typeof associations>, deployed: Deployed): ViewerFunction {
  if (!association) return ({ url, headers }) => ({ kind: 'request', url, headers });
  const id = deployed.target(association.FunctionARN);
  if (!id) throw new NotEmulatedError('a behavior names a function that is not of this stack', 'Distribution');
  const { FunctionCode } = deployed.properties(id, TYPE, properties);
  const script = new Script(`${FunctionCode}\nhandler(JSON.parse(event));`, { filename: `${id}.js` });
  return (viewer) => {
    const context = createContext({ event: JSON.stringify(eventOf(viewer)) });
    const result = outcome.parse(JSON.parse(JSON.stringify(script.runInContext(context, { timeout: TIMEOUT }))));
    const headers = Object.fromEntries(Object.entries(result.headers).map(([name, one]) => [name, one.value]));
    if ('statusCode' in result) return { kind: 'answer', status: result.statusCode, headers };
    const { cookie } = viewer.headers;
    const query = viewer.url.slice(pathOf(viewer.url).length);
    return { kind: 'request', url: result.uri + query, headers: { ...headers, ...(cookie ? { cookie } : {}) } };
  };
}

/** Cookies come apart from the other headers. */
function eventOf({ url, headers, address, requestId }: Viewer): object {
  const { cookie: _, ...others } = headers;
  const texts = Object.entries(others).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, { value: [text].flat().join(', ') }]],
  );
  return {
    version: '1.0',
    context: { eventType: 'viewer-request', requestId },
    viewer: { ip: address },
    request: { uri: pathOf(url), querystring: querystring(url), headers: Object.fromEntries(texts) },
  };
}

const pathOf = (url: string): string => url.split('?')[0] ?? '/';

/** Names and values as they were written. */
function querystring(url: string): Record<string, { value: string; multiValue?: { value: string }[] }> {
  const parts = url.slice(pathOf(url).length + 1).split('&');
  const pairs = parts.filter((part) => part !== '').map((part) => split(part));
  return Object.fromEntries(
    pairs.map(([name, value]) => {
      const all = pairs.filter(([other]) => other === name).map(([, one]) => ({ value: one }));
      return [name, all.length > 1 ? { value, multiValue: all } : { value }];
    }),
  );
}

function split(part: string): [string, string] {
  const [name = '', ...rest] = part.split('=');
  return [name, rest.join('=')];
}
