import type { Hook } from './hook.ts';
import { type Answer, post } from './post.ts';
import { type Signing, signatureHeaders } from './signature.ts';

/** An event before it is sent: a redelivery sends the same one again, under the same guid. */
export interface HookEvent {
  readonly name: 'ping' | 'push';
  readonly guid: string;
  readonly payload: unknown;
}

/** One attempt to hand an event to a hook's address. */
export interface Delivery {
  readonly id: number;
  readonly hookId: number;
  readonly event: HookEvent;
  readonly redelivery: boolean;
  readonly deliveredAt: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly answer: Answer;
}

/** Sends an event as GitHub does and returns what came back. */
export async function send(
  hook: Hook,
  event: HookEvent,
  options: { readonly signing: Signing; readonly ca?: string; readonly timeoutMs?: number },
): Promise<Pick<Delivery, 'url' | 'requestHeaders' | 'answer'>> {
  const { url, content_type, secret } = hook.config;
  const json = JSON.stringify(event.payload);
  const body = content_type === 'json' ? json : new URLSearchParams({ payload: json }).toString();
  const requestHeaders = {
    Accept: '*/*',
    'Content-Type': content_type === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
    'User-Agent': 'GitHub-Hookshot/standin',
    'X-GitHub-Delivery': event.guid,
    'X-GitHub-Event': event.name,
    'X-GitHub-Hook-ID': String(hook.id),
    'X-GitHub-Hook-Installation-Target-ID': '1',
    'X-GitHub-Hook-Installation-Target-Type': 'repository',
    ...signatureHeaders(secret, body, options.signing),
  };
  const { ca, timeoutMs } = options;
  const trust = { ...(ca === undefined ? {} : { ca }), ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  return { url, requestHeaders, answer: await post({ url, headers: requestHeaders, body, ...trust }) };
}

/** A delivery as the REST API lists it; `whole` adds the request and the answer. */
export function describeDelivery(delivery: Delivery, whole: boolean) {
  const { id, event, redelivery, deliveredAt, url, answer } = delivery;
  const summary = {
    id,
    guid: event.guid,
    delivered_at: deliveredAt,
    redelivery,
    duration: Math.round(answer.seconds * 1000) / 1000,
    status: answer.status,
    status_code: answer.statusCode,
    event: event.name,
    action: null,
    installation_id: null,
    repository_id: 1,
  };
  if (!whole) return summary;
  return {
    ...summary,
    url,
    request: { headers: delivery.requestHeaders, payload: event.payload },
    response: { headers: answer.headers, payload: answer.body },
  };
}
