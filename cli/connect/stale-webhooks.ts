import type { GitHubRepository } from './github.ts';
import type { Webhook } from './github-answers.ts';
import { isReceiverPath } from './receiver.ts';

/** A webhook that led to a Receiver of Flux, and not to the one that was connected. */
export interface StaleWebhook {
  readonly id: number;
  readonly url: string;
  readonly outcome: 'removed' | 'kept';
  readonly reason: string;
}

/** Asks an address and returns the status of its answer; rejects when nobody answers. */
export type Ask = (url: string) => Promise<number>;

/** Posts nothing, unsigned: a Receiver answers 400, Flux without one at that path 404. */
export const askAddress: Ask = async (url) => {
  const response = await fetch(url, { method: 'POST', redirect: 'manual', signal: AbortSignal.timeout(10_000) });
  await response.body?.cancel();
  return response.status;
};

/**
 * Removes webhooks of older tokens: those at the blog's own address where no Receiver listens any more. Others that
 * look like a Receiver's may be in use, by a second Receiver or a second blog: they are reported and kept.
 * @param connected id of the webhook that stays in any case
 */
export async function clearStaleWebhooks(
  repository: GitHubRepository,
  webhooks: readonly Webhook[],
  { connected, blogUrl, ask }: { readonly connected: number; readonly blogUrl: string; readonly ask: Ask },
): Promise<StaleWebhook[]> {
  const stale: StaleWebhook[] = [];
  for (const { id, config } of webhooks) {
    const { url = '' } = config;
    if (id === connected || !URL.canParse(url) || !isReceiverPath(new URL(url).pathname)) continue;
    const reason = await reasonToKeep(url, blogUrl, ask);
    if (reason === undefined) await repository.deleteWebhook(id);
    stale.push({ id, url, outcome: reason ? 'kept' : 'removed', reason: reason ?? 'no Receiver listens there' });
  }
  return stale;
}

async function reasonToKeep(url: string, blogUrl: string, ask: Ask): Promise<string | undefined> {
  if (new URL(url).host !== new URL(blogUrl).host) return `${new URL(url).host} is not this blog`;
  const status = await ask(url).catch(() => undefined);
  if (status === undefined) return 'nobody answers there';
  return status === 404 ? undefined : `a Receiver may listen there: it answers ${status}`;
}
