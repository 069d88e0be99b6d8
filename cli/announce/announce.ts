import type { Config } from '../../lib/config/config.ts';
import { followersOf } from '../../lib/config/environment.ts';
import { NO_SKIP, SKIP_REASON } from '../../lib/names.ts';
import { answerBy } from '../shared/approval-words.ts';
import { redaction } from '../shared/redact.ts';
import { short } from '../verify/names.ts';
import type { BuildVerdict } from './build-verdict.ts';
import { type Link, messageBody } from './message.ts';
import { newsOf } from './news.ts';

/** What the announcement needs of the world. */
export interface Announcing {
  readonly config: Pick<Config, 'name' | 'repository' | 'chat' | 'environment'>;
  /** Of the build. */
  readonly env: NodeJS.ProcessEnv;
  readonly secretText: (arn: string) => Promise<string>;
  readonly post: (address: string, body: object) => Promise<void>;
}

/**
 * Tells the chat of the config how the merge of a commit ended.
 * @param commit full hash
 * @param verdict on it, if the build has one
 * @returns what was done, in a sentence
 * @throws CommandError when the chat was not told, or there is no verdict to tell of
 */
export async function announce(
  { config, env, secretText, post }: Announcing,
  commit: string,
  verdict: BuildVerdict | undefined,
): Promise<string> {
  const { name, repository, chat, environment } = config;
  if (chat === undefined) return 'No chat is told: the config names none.';
  const news = newsOf(commit, env.CODEBUILD_BUILD_SUCCEEDING === '0', verdict);
  if (news === undefined) return 'The chat is not told: a later merge has taken over, and its build tells of both.';
  const redact = redaction(env);
  const details = [...wayOf(commit, news.good, environment, env), ...news.details];
  const told = { ...news, headline: redact(news.headline), details: details.map(redact) };
  const links: Link[] = [
    { title: 'commit', url: `https://github.com/${repository.owner}/${repository.name}/commit/${commit}` },
    ...(env.CODEBUILD_BUILD_URL ? [{ title: 'build', url: env.CODEBUILD_BUILD_URL }] : []),
  ];
  await post(await secretText(chat.webhookSecretArn), messageBody(chat.format, name, told, links));
  return `The chat was told: ${news.headline}`;
}

/** Where a commit comes from past the environment before, and where it does not go. */
function wayOf(
  commit: string,
  good: boolean,
  environment: Config['environment'],
  { [SKIP_REASON]: reason = NO_SKIP }: NodeJS.ProcessEnv,
): string[] {
  const after = followersOf({ environment });
  const followers = after.flatMap(nameIn);
  const asking = after.filter((follower) => follower.environment?.approval !== undefined).flatMap(nameIn);
  return [
    ...(reason === NO_SKIP ? [] : [`It GOES PAST ${environment?.after}: ${reason}`]),
    ...(good ? asking.map((name) => `In ${name} it waits for a person's approval: ${answerBy(name, commit)}`) : []),
    ...(good || followers.length === 0 ? [] : [`${short(commit)} is not promoted to ${followers.join(' and ')}.`]),
  ];
}

const nameIn = ({ environment }: Pick<Config, 'environment'>): string[] => (environment ? [environment.name] : []);
