import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../lib/config/config.ts';
import { beforeOf, followersOf } from '../../lib/config/environment.ts';
import { NO_SKIP, SKIP_REASON } from '../../lib/names.ts';
import { buildVerdict } from '../announce/build-verdict.ts';
import { answerBy } from '../shared/approval-words.ts';
import { CommandError } from '../shared/command-error.ts';
import { short } from '../verify/names.ts';
import type { EnvironmentPipeline, PastExecution } from './pipeline.ts';

/** What promoting needs of the world. */
export interface Promoting {
  readonly pipelineOf: (config: Config) => Promise<Pick<EnvironmentPipeline, 'executionsOf' | 'start'>>;
  readonly say: (line: string) => void;
}

/** The build that promotes is still running when the next one asks about it; what is left of it takes seconds. */
const PATIENCE = { seconds: 600, everySeconds: 5 };

/**
 * Promotes a commit that is live in an environment to every environment that comes after it: the last step of its build.
 * @param commit full hash
 * @param verdict the file in which verify left its verdict on the commit
 * @throws CommandError when a pipeline cannot be started
 */
export async function promoteOnwards(
  config: Config,
  commit: string,
  { pipelineOf, say, verdict }: Promoting & { readonly verdict: string | undefined },
): Promise<void> {
  const followers = followersOf(config);
  if (followers.length === 0) return say(`Nothing comes after ${config.environment?.name ?? config.name}.`);
  const names = followers.map(nameOf).join(' and ');
  const found = buildVerdict(commit, verdict);
  if (found?.state !== 'live') {
    const why =
      found?.state === 'superseded'
        ? 'a later commit has taken over, and is judged itself'
        : 'no verdict says that it is live';
    return say(`${short(commit)} is not promoted to ${names}: ${why}.`);
  }
  for (const follower of followers) {
    const id = await (await pipelineOf(follower)).start(commit, undefined);
    say(`${short(commit)} is promoted to ${nameOf(follower)}: execution ${id} of its pipeline has started.`);
    sayWhoApproves(follower, commit, say);
  }
}

/**
 * Starts the pipeline of an environment with a commit, by hand.
 * @param skip why it goes past the environment before it, which may not know the commit
 * @throws CommandError when the commit was not live there and no reason is given, or AWS refuses
 */
export async function promoteTo(
  target: Config,
  commit: string,
  skip: string | undefined,
  { pipelineOf, say }: Promoting,
): Promise<void> {
  const before = requireBefore(target);
  const reason = skip === undefined ? undefined : requireReason(skip);
  if (reason === undefined) await requireLive(before, commit, { pipelineOf, say });
  const id = await (await pipelineOf(target)).start(commit, reason);
  const how = reason === undefined ? `was live in ${nameOf(before)}` : `GOES PAST ${nameOf(before)}: ${reason}`;
  say(`${short(commit)} ${how}.`);
  say(
    `Execution ${id} of the pipeline of ${nameOf(target)} has started: npx onemerge verify --environment ${nameOf(target)} --commit ${commit}`,
  );
  sayWhoApproves(target, commit, say);
}

/** Nobody waits for a person here: that may take days. */
function sayWhoApproves(target: Config, commit: string, say: Promoting['say']): void {
  if (target.environment?.approval === undefined) return;
  say(`It waits there for a person's approval: ${answerBy(nameOf(target), commit)}`);
}

/**
 * Whether a build may deploy a commit to its environment: its first step.
 * @throws CommandError when the commit was not live in the environment before this one, and nobody has said why it comes all the same
 */
export async function checkPromotion(
  config: Config,
  commit: string,
  { pipelineOf, say, env }: Promoting & { readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  const before = beforeOf(config);
  if (before === undefined)
    return say(`${config.environment?.name ?? config.name} follows the branch: every commit may come.`);
  const reason = env[SKIP_REASON];
  if (reason !== undefined && reason !== NO_SKIP) return say(`${short(commit)} GOES PAST ${nameOf(before)}: ${reason}`);
  await requireLive(before, commit, { pipelineOf, say });
  say(`${short(commit)} was live in ${nameOf(before)}.`);
}

/** Waits while it is being decided. */
async function requireLive(before: Config, commit: string, { pipelineOf, say }: Promoting): Promise<void> {
  const pipeline = await pipelineOf(before);
  const until = Date.now() + PATIENCE.seconds * 1000;
  let said = false;
  let found: readonly PastExecution[] = await pipeline.executionsOf(commit);
  while (!found.includes('succeeded') && found.includes('running') && Date.now() < until) {
    if (!said) say(`${nameOf(before)} is still judging ${short(commit)} ...`);
    said = true;
    await sleep(PATIENCE.everySeconds * 1000);
    found = await pipeline.executionsOf(commit);
  }
  if (found.includes('succeeded')) return;
  const state = STATES[found[0] ?? 'none'];
  throw new CommandError(`${nameOf(before)} ${state} ${short(commit)}: only what was live there may come after it`, {
    where: `the pipeline of ${before.name} in ${before.region}`,
    help: `wait for it or mend it; what cannot wait: npx onemerge promote --to <environment> --commit ${commit} --skip <reason>`,
    exitCode: 1,
  });
}

/** What an environment does with a commit that was not live there, by its latest execution. */
const STATES: Readonly<Record<PastExecution, string>> = {
  none: 'has not deployed',
  running: 'is still judging',
  'awaiting approval': "waits for a person's approval of",
  failed: 'does not run',
  succeeded: 'runs',
};

function requireBefore(target: Config): Config {
  const before = beforeOf(target);
  if (before) return before;
  throw new CommandError(`--to ${nameOf(target)}: it follows the branch, so nothing is promoted to it`, {
    help: 'merge the commit, or name an environment that comes after another',
  });
}

/** The question of an approval quotes it, and has room for 1000 characters in all. */
export const LONGEST_REASON = 500;

/** AWS keeps it as the value of a variable: https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineVariable.html */
function requireReason(skip: string): string {
  const reason = skip.trim();
  if (reason.length >= 10 && reason.length <= LONGEST_REASON) return reason;
  throw new CommandError(`--skip takes a reason of 10 to ${LONGEST_REASON} characters, not ${reason.length}`, {
    help: 'say why it cannot wait: the history of the pipeline keeps it',
  });
}

const nameOf = ({ environment, name }: Config): string => environment?.name ?? name;
