import { z } from 'zod';
import { faultsIn } from '../../shared/faults-in.ts';
import { jsonIn } from '../../shared/json-in.ts';
import { isPage, titleOf } from '../../shared/page.ts';
import { KubernetesError } from './kubernetes-error.ts';
import { Unreadable } from './unreadable.ts';

/** What came back for a request, whoever sent it. */
export interface Answer {
  readonly status: number;
  /** The header `Location`, of a redirect. */
  readonly location?: string | undefined;
  readonly text: string;
}

/** As with AWS: networks fail for moments; what fails for two minutes needs a person. */
const FINAL_AFTER_SECONDS = 120;

/** What every object of Kubernetes says of itself, a list and a refusal too; the schemas of its kinds say what they are written in. */
const identified = z.union([z.object({ kind: z.string().min(1) }), z.object({ openapi: z.string().min(1) })]);
const refusal = z.object({ kind: z.literal('Status'), message: z.string() });
/** How an API server answers for a group or a collection that it does not know: not with a Status. */
const UNKNOWN_PATH = /^404 page not found\s*$/;

/**
 * Reads a successful answer.
 * @param asked method and path
 * @throws Unreadable for what no API server says: a portal's page, half of an answer, or nothing
 */
export function objectIn<T extends z.ZodType>(asked: string, { status, text }: Answer, schema: T): z.output<T> {
  const found = jsonIn(text);
  if (!identified.safeParse(found).success) throw notKubernetes(`${asked}: ${status}, ${wordsOf(text)}`);
  const read = schema.safeParse(found);
  if (read.success) return read.data;
  throw notKubernetes(`${asked}: ${status}, ${faultsIn(read.error)}`);
}

/** The text of a log. @throws Unreadable for a page: nobody's log begins with one */
export function logIn(asked: string, { status, text }: Answer): string {
  if (/^\s*<(!doctype|html)\b/i.test(text)) throw notKubernetes(`${asked}: ${status}, ${titleOf(text)}`);
  return text;
}

/**
 * Words an answer that is no success. Whatever lies between may refuse too, and says nothing about the cluster by that.
 * @param asked method and path
 */
export function refusalIn(asked: string, { status, text, location }: Answer): KubernetesError | Unreadable {
  const told = refusal.safeParse(jsonIn(text)).data;
  if (told) return new KubernetesError(status, `${asked}: ${status} ${told.message}`);
  if (status === 404 && UNKNOWN_PATH.test(text)) return new KubernetesError(status, `${asked}: ${text.trim()}`);
  // Overloaded, it answers in plain words, as does what stands before it.
  if ((status === 429 || status >= 500) && !isPage(text))
    return new KubernetesError(status, `${asked}: ${status} ${wordsOf(text)}`);
  const leads = status >= 300 && status < 400 ? `it leads to ${location ?? 'nowhere'}` : wordsOf(text);
  return notKubernetes(`${asked}: ${status}, ${leads}`);
}

/** Words a request that got no answer. @param endpoint of the API server */
export function unreachable(endpoint: string, error: Error): Unreadable {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = message || code || error.name;
  const isSwapped = /CERT|SIGNATURE/.test(code ?? '');
  return new Unreadable(`the cluster's API server cannot be reached at ${endpoint}: ${why}`, {
    help: isSwapped
      ? "another certificate than the cluster's was shown: a proxy on the way opens the connection; leave the host out of it"
      : 'check the network, and whether kubernetesApi.allowedCidrs in onemerge.config.ts admits this machine',
    finalAfterSeconds: FINAL_AFTER_SECONDS,
    cause: error,
  });
}

const notKubernetes = (found: string): Unreadable =>
  new Unreadable(`what answers in the place of the cluster's API server is not one: ${found}`, {
    help: 'check the network: a portal, a proxy or a VPN may answer instead; then run the command again',
    finalAfterSeconds: FINAL_AFTER_SECONDS,
  });

/** What an answer says, on one line. */
function wordsOf(text: string): string {
  if (text.trim() === '') return 'with nothing in it';
  return isPage(text) ? titleOf(text) : text.trim().replaceAll(/\s+/g, ' ').slice(0, 200);
}
