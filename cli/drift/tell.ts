import type { Config } from '../../lib/config/config.ts';
import { type Link, messageBody } from '../announce/message.ts';
import type { News } from '../announce/news.ts';
import { redaction } from '../shared/redact.ts';
import { exitCodeOf, type Looked } from './drift.ts';

/** What telling needs of the world. */
export interface Telling {
  readonly config: Pick<Config, 'name' | 'chat'>;
  /** Of the build. */
  readonly env: NodeJS.ProcessEnv;
  readonly secretText: (arn: string) => Promise<string>;
  readonly post: (address: string, body: object) => Promise<void>;
}

/** How many findings a message has room for; the log has all. */
const MOST = 5;

/**
 * Tells the chat of the config what has drifted, and nothing of a week in which nothing has.
 * @returns what was done, in a sentence
 * @throws CommandError when the chat was not told
 */
export async function tell({ config, env, secretText, post }: Telling, looked: readonly Looked[]): Promise<string> {
  const { name, chat } = config;
  const news = newsOf(looked);
  if (news === undefined) return 'The chat is not told: nothing has drifted.';
  if (chat === undefined) return 'No chat is told: the config names none.';
  const redact = redaction(env);
  const told = { ...news, headline: redact(news.headline), details: news.details.map(redact) };
  const links: Link[] = env.CODEBUILD_BUILD_URL ? [{ title: 'build', url: env.CODEBUILD_BUILD_URL }] : [];
  await post(await secretText(chat.webhookSecretArn), messageBody(chat.format, name, told, links));
  return `The chat was told: ${news.headline}`;
}

/** What there is to tell of a look; undefined when everything is as it was deployed and merged. */
function newsOf(looked: readonly Looked[]): News | undefined {
  if (exitCodeOf(looked) === 0) return undefined;
  const findings = looked.flatMap((one) => one.findings);
  const unread = looked.flatMap(({ part, unread: why }) =>
    why ? [`${part} could not be looked at: ${why.error}`] : [],
  );
  const drifted = findings.map(({ object, message }) => `${object}: ${message}`);
  const rest = drifted.length > MOST ? [`and ${drifted.length - MOST} more`] : [];
  const headline =
    findings.length === 0
      ? 'The weekly look for drift could not see everything.'
      : `${findings.length} ${findings.length === 1 ? 'thing was' : 'things were'} changed past the repository.`;
  return {
    good: false,
    headline,
    details: [...drifted.slice(0, MOST), ...rest, ...unread, 'help: npx onemerge drift'],
  };
}
