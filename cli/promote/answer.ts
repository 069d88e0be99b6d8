import type { Config } from '../../lib/config/config.ts';
import { answerBy } from '../shared/approval-words.ts';
import { CommandError } from '../shared/command-error.ts';
import { short } from '../verify/names.ts';
import type { WaitingExecution } from './approval-gate.ts';

/** What a person answers, and what they write with it. */
export interface Answer {
  readonly status: 'Approved' | 'Rejected';
  /** CodePipeline keeps them with the name of who answered. */
  readonly words: string;
}

/** What answering needs of the world. */
export interface Answering {
  /** The execution that waits for an answer in an environment; undefined when none does. */
  readonly waiting: (target: Config) => Promise<WaitingExecution | undefined>;
  readonly say: (line: string) => void;
}

/** CodePipeline's own limit of a summary. https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ApprovalResult.html */
const LONGEST_WORDS = 512;

/**
 * Approves or refuses, as the caller, that a commit is deployed to an environment.
 * @param commit full hash: what is answered is what was asked about
 * @throws CommandError when another commit waits, or none, or AWS does not take the answer
 */
export async function answer(
  target: Config,
  commit: string,
  { status, words: written }: Answer,
  { waiting, say }: Answering,
): Promise<void> {
  const words = requireWords(written);
  const name = nameOf(target);
  if (target.environment?.approval === undefined) {
    throw new CommandError(`--to ${name}: nobody is asked there`, {
      where: `environments.${name} of onemerge.config.ts`,
      help: "write approval: 'manual' there to be asked, or leave out --approve and --refuse",
    });
  }
  const found = await waiting(target);
  if (found === undefined) throw nothingWaits(name);
  if (found.commit !== commit) throw anotherWaits(name, found.commit, commit);
  await found.answer({ status, words });
  if (status === 'Rejected') return say(`${short(commit)} is refused: ${name} stays as it is.`);
  say(
    `${short(commit)} is approved: its build deploys it to ${name}: npx onemerge verify --environment ${name} --commit ${commit}`,
  );
}

function requireWords(written: string): string {
  const words = written.trim();
  if (words.length >= 1 && words.length <= LONGEST_WORDS) return words;
  throw new CommandError(`--approve and --refuse take 1 to ${LONGEST_WORDS} characters, not ${words.length}`, {
    help: 'say in a sentence why: the history of the pipeline keeps it, with your name',
  });
}

const nothingWaits = (name: string): CommandError =>
  new CommandError(`nothing waits for an approval in ${name}`, {
    help: `see what its pipeline does: npx onemerge status --environment ${name}`,
    exitCode: 1,
  });

const anotherWaits = (name: string, found: string, commit: string): CommandError =>
  new CommandError(`${name} waits for an answer about ${short(found)}, and not about ${short(commit)}`, {
    help: `answer that first, executions wait for each other: ${answerBy(name, found)}`,
    exitCode: 1,
  });

const nameOf = ({ environment, name }: Config): string => environment?.name ?? name;
