import { meaningOf } from '../../connect/answers.ts';
import type { Delivery, Webhook } from '../../connect/github-answers.ts';
import { isReceiverPath } from '../../connect/receiver.ts';
import { CommandError } from '../../shared/command-error.ts';
import { bad, type Check, type Finding, good, unknown, warning } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { stackOf } from './standing.ts';

const CONNECT = 'npx onemerge connect';

/**
 * GitHub keeps a record of what the webhook's address has answered, and tells nobody: a push that does not arrive is one that Flux sees
 * later. GitHub does not send it again.
 * @see https://docs.github.com/rest/repos/webhooks#list-deliveries-for-a-repository-webhook
 */
export const webhook: Check<Pick<AfterDeploy, 'account' | 'templates' | 'config' | 'github'>> = {
  id: 'webhook',
  title: 'What GitHub sends reaches Flux',
  find: async (asked) => {
    const { owner, name } = asked.config.repository;
    const host = await webhookHost(asked);
    const github = await asked.github().catch(asRefusal);
    if (github instanceof CommandError)
      return unknown(`nobody asked GitHub: ${github.message}`, `${github.help}; then ${CONNECT} looks as well`);
    const own = (await github.webhooks()).filter(({ config }) => leadsTo(host, config.url));
    if (own.length === 0) return bad(`no webhook of ${owner}/${name} leads to ${host}`, CONNECT);
    const findings = await Promise.all(own.map(async (one) => judge(one, await github.deliveries(one.id))));
    return worst(findings);
  },
};

/** The name of the blog that pushes go to: CloudFront's own, where the blog has another. */
async function webhookHost(asked: Pick<AfterDeploy, 'account' | 'templates' | 'config'>): Promise<string> {
  const { name, outputs } = await stackOf(asked, `${asked.config.name}-ghost`);
  const url = outputs.CloudFrontUrl ?? outputs.BlogUrl;
  if (url !== undefined) return new URL(url).host;
  throw new CommandError(`the stack ${name} has no output BlogUrl`, { help: 'npx cdk deploy --all' });
}

function asRefusal(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  throw error;
}

function leadsTo(host: string, url = ''): boolean {
  if (!URL.canParse(url)) return false;
  const { host: found, pathname } = new URL(url);
  return found === host && isReceiverPath(pathname);
}

/** @param deliveries the newest first */
function judge({ id, active, events }: Webhook, deliveries: readonly Delivery[]): Finding {
  const named = `the webhook ${id}`;
  if (!active || !(events.includes('push') || events.includes('*')))
    return bad(`${named} ${active ? 'is not told of pushes' : 'is switched off'}`, CONNECT);
  const [newest] = deliveries;
  if (newest === undefined) return good(`GitHub remembers nothing that it has sent to ${named} lately`);
  const arrived = deliveries.findIndex(({ status_code }) => status_code === 200);
  const lost = arrived < 0 ? deliveries : deliveries.slice(0, arrived);
  const since = lost.at(-1);
  if (since === undefined) return good(`${named} was last answered 200, ${moment(newest)}`);
  const { cause, help, passes } = meaningOf(newest);
  const count = lost.length === 1 ? 'the last delivery' : `the last ${lost.length} deliveries`;
  const beginning = lost.length === 1 ? `, ${moment(newest)}` : `, since ${moment(since)}`;
  const text = `${count} of ${named} failed with ${newest.status_code} (${newest.status})${beginning}: ${cause}`;
  // One of a moment in which Flux was replaced, perhaps.
  return (lost.length === 1 && passes ? warning : bad)(text, `${help}; then ${CONNECT}, which sends one more`);
}

const moment = ({ delivered_at }: Delivery): string =>
  `${delivered_at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function worst(findings: readonly Finding[]): Finding {
  const by = (state: Finding['state']) => findings.find((one) => one.state === state);
  return by('bad') ?? by('warning') ?? findings[0] ?? good('');
}
