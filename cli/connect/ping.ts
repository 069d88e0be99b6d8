import { CommandError } from '../shared/command-error.ts';
import { explainAnswer, mayPass } from './answers.ts';
import type { Clock, Say } from './clock.ts';
import type { GitHubRepository } from './github.ts';
import type { Delivery } from './github-answers.ts';

/** How long GitHub may take to deliver a ping and note the answer; it waits ten seconds for one itself. Milliseconds. */
const DELIVERY = 20_000;
/** Pause before the next ping, in milliseconds. */
const BETWEEN_PINGS = 10_000;
/** First pause between two looks at the deliveries; it doubles up to the longest. Milliseconds. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 2_000;

export interface PingOptions {
  readonly id: number;
  readonly url: string;
  /** The webhook was made just now, so that GitHub pings it by itself. */
  readonly fresh: boolean;
  /** Writes the secret once more; called once, when the signature is refused. Absent when it was written just now. */
  readonly rewriteSecret?: () => Promise<void>;
  /** Longest wait for the answer 200, in seconds. */
  readonly seconds: number;
  readonly clock: Clock;
  readonly say: Say;
}

/**
 * Waits until GitHub's ping was answered 200, and returns that delivery. Pings again while the answer is one that
 * passes, as during the first minutes of a cluster.
 * @throws CommandError with the answer's likely cause
 */
export async function awaitPing(repository: GitHubRepository, options: PingOptions): Promise<Delivery> {
  const { id, url, clock, say } = options;
  const end = clock.now() + options.seconds * 1000;
  const seen = new Set(options.fresh ? [] : (await repository.deliveries(id)).map(({ guid }) => guid));
  let { rewriteSecret } = options;
  let comesByItself = options.fresh;
  let last: Delivery | undefined;
  say('Ping', 'waiting for GitHub to deliver it');
  do {
    if (!comesByItself) await repository.pingWebhook(id);
    comesByItself = false;
    const delivery = await nextPing(repository, id, seen, clock);
    if (delivery?.status_code === 200) return delivery;
    if (delivery?.status_code === 400 && rewriteSecret) {
      await rewriteSecret();
      rewriteSecret = undefined;
      continue;
    }
    if (delivery && !mayPass(delivery)) throw explainAnswer(delivery, url);
    if (delivery?.status_code !== last?.status_code) {
      say(
        'Ping',
        `answered ${delivery?.status_code ?? 'nothing'} so far; pinging again for up to ${options.seconds} s`,
      );
    }
    last = delivery;
    await clock.sleep(BETWEEN_PINGS);
  } while (clock.now() < end);
  if (last) throw explainAnswer(last, url);
  throw new CommandError('GitHub delivered no ping', {
    where: `https://github.com/${repository.fullName}/settings/hooks/${id}`,
    help: 'see https://www.githubstatus.com, then run the command again',
  });
}

/** The next ping that was delivered, or undefined when GitHub does not deliver one in its time. */
async function nextPing(
  repository: GitHubRepository,
  id: number,
  seen: Set<string>,
  clock: Clock,
): Promise<Delivery | undefined> {
  const end = clock.now() + DELIVERY;
  let pause = FIRST_PAUSE;
  do {
    await clock.sleep(pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    const found = (await repository.deliveries(id)).find(({ guid, event }) => event === 'ping' && !seen.has(guid));
    if (found) {
      seen.add(found.guid);
      return found;
    }
  } while (clock.now() < end);
  return undefined;
}
