import type { GitHubRepository, WebhookSettings } from './github.ts';
import type { Webhook } from './github-answers.ts';

/** The push webhook, and what was done about it. */
export interface Registration {
  readonly id: number;
  readonly url: string;
  readonly change: 'created' | 'updated' | 'unchanged';
  /** The settings that were wrong, when it was updated. */
  readonly corrected: readonly string[];
}

/** How the webhook should be: pushes only, as JSON, signed, to a server whose certificate is verified. */
export function pushWebhook(url: string, secret: string): WebhookSettings {
  return { active: true, events: ['push'], config: { url, content_type: 'json', insecure_ssl: '0', secret } };
}

/**
 * Makes the webhook, or corrects it. It is recognised by its path, which belongs to one token of one Receiver, so that
 * it is also found after the blog's address changed. GitHub masks the secret: whether it is right, the ping will show.
 * @param webhooks the webhooks that the repository has
 */
export async function registerWebhook(
  repository: GitHubRepository,
  webhooks: readonly Webhook[],
  settings: WebhookSettings,
): Promise<Registration> {
  const { url } = settings.config;
  const samePath = webhooks.filter(({ config }) => pathOf(config.url) === pathOf(url));
  const present = samePath.find(({ config }) => config.url === url) ?? samePath[0];
  if (!present) return { id: await repository.createWebhook(settings), url, change: 'created', corrected: [] };
  const corrected = differences(present, settings);
  if (corrected.length > 0) await repository.updateWebhook(present.id, settings);
  return { id: present.id, url, change: corrected.length > 0 ? 'updated' : 'unchanged', corrected };
}

/** The settings in which a webhook differs from how it should be. */
function differences({ active, events, config }: Webhook, wanted: WebhookSettings): string[] {
  const compared: Readonly<Record<string, boolean>> = {
    url: config.url === wanted.config.url,
    'content type': config.content_type === wanted.config.content_type,
    'certificate check': String(config.insecure_ssl ?? '0') === wanted.config.insecure_ssl,
    secret: Boolean(config.secret),
    events: events.join() === wanted.events.join(),
    active,
  };
  return Object.keys(compared).filter((name) => !compared[name]);
}

/** The path of an address, or undefined when it is none. */
const pathOf = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) ? new URL(url).pathname : undefined;
