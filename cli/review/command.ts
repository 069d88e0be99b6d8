import { Command } from 'commander';
import { loadConfig } from '../shared/load-config.ts';
import { ROOT } from '../shared/root.ts';
import { requireAnswerFile, writeAnswer } from '../shared/write-answer.ts';
import { postCommand } from './post/command.ts';
import type { CompareDeployed } from './review.ts';

interface Options {
  readonly base: string;
  readonly json?: true;
  readonly live?: true;
  readonly output?: string;
}

/** `onemerge review`: shows what a pull request does in both halves, before the merge. */
export function reviewCommand(): Command {
  return new Command('review')
    .description('shows what the files as they lie would change: infrastructure and workload')
    .option('--base <ref>', 'the branch that they are merged to, or a commit of it', 'origin/main')
    .option('--live', 'also compare the base with what is deployed, by the credentials of AWS that are there')
    .option('--json', 'print everything, for machines')
    .option('--output <file>', 'write everything to a file as well, for machines')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing blocks, 1 data is at risk without an approval, 2 a half cannot be read.',
    )
    .action(async ({ base, live, json: machine, output }: Options) => {
      const file = output === undefined ? undefined : { what: 'review', path: output, elsewhere: '--output <file>' };
      if (file) requireAnswerFile(file);
      console.error(`Comparing both halves with ${base}: up to 10 s ...`);
      // Loaded here, because it needs packages that the build does not install.
      const { review } = await import('./review.ts');
      const { markdown } = await import('./report/markdown.ts');
      const { json } = await import('./report/json.ts');
      const { exitCodeOf } = await import('./report/verdict.ts');
      const made = await review(ROOT, base, { live: live && (await deployedComparison()) });
      if (file) writeAnswer(file, json(made));
      console.log(machine ? json(made) : markdown(made).trimEnd());
      process.exitCode = exitCodeOf(made);
    })
    .addCommand(postCommand());
}

/** Loaded when asked for, because of the AWS SDK. */
async function deployedComparison(): Promise<CompareDeployed> {
  const config = await loadConfig();
  const { compareDeployed } = await import('./live/deployed.ts');
  return (base) => compareDeployed(config, base);
}
