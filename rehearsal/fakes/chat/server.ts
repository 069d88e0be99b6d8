import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../../sandbox/authority.ts';
import { type JsonRequest, listenJson, Refusal } from '../../shared/http/json-server.ts';

/** A fake chat with one webhook. */
export interface Chat {
  readonly port: number;
  readonly received: string[];
  /** Answers every message with this status, as a chat that is broken; undefined while it works. */
  broken: number | undefined;
  readonly close: () => void;
}

/**
 * Starts a fake chat: it takes what Slack's incoming webhooks take, and shows it to nobody. What it refuses, it refuses in Slack's words:
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * @param port 0 for any that is free
 * @param path of the webhook: a secret
 */
export async function startChat(
  address: string,
  port: number,
  path: string,
  { certificate, key }: Certificate,
): Promise<Chat> {
  const tls = { cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  const state: Pick<Chat, 'received' | 'broken'> = { received: [], broken: undefined };
  const server: Server = await listenJson({ host: address, port, tls }, async (request) => {
    if (state.broken !== undefined) throw new Refusal(state.broken, 'server_error');
    state.received.push(textOf(request, path));
  });
  return Object.assign(state, { port: (server.address() as AddressInfo).port, close: () => void server.close() });
}

function textOf({ method, path, body }: JsonRequest, webhook: string): string {
  if (method !== 'POST' || path !== webhook) throw new Refusal(404, 'no_service');
  const { text } = (body ?? {}) as { text?: unknown };
  if (typeof text !== 'string' || text === '') throw new Refusal(400, 'no_text');
  return text;
}
