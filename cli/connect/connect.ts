import type { Config } from '../../lib/config/config.ts';
import { CommandError } from '../shared/command-error.ts';
import type { AppReport } from './app/connect-app.ts';
import { registrationPage } from './app/registration-page.ts';
import type { Aws } from './aws.ts';
import type { Clock, Say } from './clock.ts';
import { type Deployment, readDeployment } from './deployment.ts';
import { type FirstExecution, startFirstExecution } from './first-execution.ts';
import type { GitHubRepository } from './github.ts';
import type { Delivery } from './github-answers.ts';
import { awaitHandshake, type Connection, consolePage, readConnection } from './handshake.ts';
import { awaitPing } from './ping.ts';
import { receiverPath } from './receiver.ts';
import { type Ask, clearStaleWebhooks, type StaleWebhook } from './stale-webhooks.ts';
import { pushWebhook, type Registration, registerWebhook } from './webhook.ts';

export interface ConnectOptions {
  readonly aws: Aws;
  readonly github: GitHubRepository;
  readonly clock: Clock;
  readonly say: Say;
  readonly ask: Ask;
  /** Looks at the App of the config; undefined when it names none. */
  readonly checkApp: () => Promise<AppReport | undefined>;
  /** Longest wait for the ping, and for the handshake, in seconds each. */
  readonly seconds: number;
  /** Is somebody there who may finish the handshake meanwhile? */
  readonly waitForPerson: boolean;
}

/** What was found and done; what `--json` prints. */
export interface ConnectReport {
  readonly repository: string;
  /** What Flux reads a private repository as. */
  readonly app?: AppReport;
  readonly blogUrl: string;
  readonly webhook: Registration & { readonly ping: { readonly status: number; readonly seconds: number } };
  readonly staleWebhooks: readonly StaleWebhook[];
  readonly connection: Connection & { readonly page: string };
  /** Absent while the connection is not AVAILABLE. */
  readonly pipeline?: FirstExecution & { readonly name: string };
}

/**
 * Joins the deployed blog and its repository on GitHub: push webhook, proven by a ping; handshake; first execution.
 * Run again, it changes nothing that is right.
 * @throws CommandError when something is missing or refuses; the handshake is no error, a person may finish it later
 */
export async function connect(
  config: Pick<Config, 'name' | 'repository'>,
  options: ConnectOptions,
): Promise<ConnectReport> {
  const { aws, github, say } = options;
  const deployment = await readDeployment(aws, config);
  const hidden = await github.isPrivate();
  if (hidden && config.repository.app === undefined) throw unreadable(config, github);
  say('Repository', `${github.fullName} is ${hidden ? 'private' : 'public'}`);
  const app = await options.checkApp();

  const page = consolePage(aws.region);
  const connection = await readConnection(aws, deployment.connectionArn);
  say('Connection', describe(connection, page));

  const { webhook, ping, staleWebhooks } = await connectWebhook(deployment, options);

  const finished = await finishHandshake(connection, options);
  const report = {
    repository: github.fullName,
    ...(app && { app }),
    blogUrl: deployment.blogUrl,
    webhook: { ...webhook, ping: { status: ping.status_code, seconds: ping.duration } },
    staleWebhooks,
    connection: { ...finished, page },
  };
  if (finished.status !== 'AVAILABLE') return report;
  const execution = await startFirstExecution(aws, deployment.pipelineName);
  say('Pipeline', `${deployment.pipelineName} ${execution.outcome}: ${execution.id}`);
  return { ...report, pipeline: { name: deployment.pipelineName, ...execution } };
}

function unreadable(config: Pick<Config, 'name' | 'repository'>, { fullName }: GitHubRepository): CommandError {
  return new CommandError(`${fullName} is private: Flux reads it without credentials and would see nothing`, {
    where: 'docs/private-repository.md',
    help: `register an App in ${registrationPage(config)} and install it on this repository alone; then, with its id: npx onemerge connect --app 1234567 --app-key <file.pem>`,
  });
}

interface ConnectedWebhook {
  readonly webhook: Registration;
  readonly ping: Delivery;
  readonly staleWebhooks: readonly StaleWebhook[];
}

async function connectWebhook(
  { webhookBase, webhookToken }: Pick<Deployment, 'webhookBase' | 'webhookToken'>,
  { github, say, clock, seconds, ask }: ConnectOptions,
): Promise<ConnectedWebhook> {
  const settings = pushWebhook(`${webhookBase}${receiverPath(webhookToken)}`, webhookToken);
  const webhooks = await github.webhooks();
  let webhook = await registerWebhook(github, webhooks, settings);
  const { id, url, change } = webhook;
  say('Webhook', `${[change, webhook.corrected.join(', ')].filter(Boolean).join(': ')} (${shorten(url)})`);
  const rewriteSecret = async () => {
    await github.updateWebhook(id, settings);
    webhook = { ...webhook, change: 'updated', corrected: ['secret'] };
    say('Webhook', 'updated: secret');
  };
  const unproven = change === 'unchanged' ? { rewriteSecret } : {};
  const ping = await awaitPing(github, { id, url, fresh: change === 'created', ...unproven, seconds, clock, say });
  say('Ping', `answered ${ping.status_code} in ${ping.duration} s`);
  const staleWebhooks = await clearStaleWebhooks(github, webhooks, { connected: id, blogUrl: webhookBase, ask });
  for (const stale of staleWebhooks) say('Webhook', `${stale.outcome} ${shorten(stale.url)}: ${stale.reason}`);
  return { webhook, ping, staleWebhooks };
}

async function finishHandshake(connection: Connection, options: ConnectOptions): Promise<Connection> {
  const { aws, say, clock, seconds, waitForPerson } = options;
  if (connection.status === 'AVAILABLE') return connection;
  if (waitForPerson) say('Connection', `waiting for the handshake, ${seconds} s at most`);
  const finished = await awaitHandshake(aws, connection.arn, clock, waitForPerson ? seconds : 0);
  if (finished.status !== connection.status) say('Connection', describe(finished, consolePage(aws.region)));
  return finished;
}

function describe({ name, status }: Connection, page: string): string {
  if (status === 'AVAILABLE') return `${name} is AVAILABLE`;
  if (status === 'ERROR') return `${name} is in ERROR: AWS tries again by itself; see ${page}`;
  return `${name} is ${status}: choose it in ${page} and then "Update pending connection"`;
}

/** A webhook's address for people: its path is long. */
const shorten = (url: string): string => url.replace(/([0-9a-f]{8})[0-9a-f]{56}$/, '$1...');
