import { Command, Option } from 'commander';
import { CommandError } from '../shared/command-error.ts';
import { loadConfig } from '../shared/load-config.ts';

interface Options {
  readonly beforeDeploy?: true;
  readonly afterDeploy?: true;
  readonly json?: true;
}

/** `onemerge doctor`: asks what a deployment needs, and whether it stands as it should. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('asks AWS, GitHub and this folder what the first deployment needs, or how it stands; changes nothing')
    .addOption(new Option('--before-deploy', 'what stops a first deployment half-way').conflicts('afterDeploy'))
    .option('--after-deploy', 'what docs/first-deploy.md asks of AWS, as far as a program can see it')
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      `
Needs AWS credentials that read: docs/first-deploy.md has the list of the calls.
Exit codes: 0 nothing is bad, 1 something is, 2 something could not be asked.`,
    )
    .action(async (options: Options) => {
      process.exitCode = await doctor(options);
    });
}

async function doctor({ beforeDeploy, afterDeploy, json: machine }: Options): Promise<number> {
  if (!beforeDeploy && !afterDeploy) {
    const help = 'npx onemerge doctor --before-deploy, or later npx onemerge doctor --after-deploy';
    throw new CommandError('Say what to look at', { help, exitCode: 2 });
  }
  const config = await loadConfig();
  console.error(`Asking ${beforeDeploy ? 'AWS, GitHub and the registries' : 'AWS and the blog'}: up to a minute ...`);
  // Loaded here: the CDK and the AWS SDK would slow every other command down, and the build does not install all of it.
  const { askAfterDeploy, askBeforeDeploy } = await import('./ask.ts');
  const { exitCodeOf, json, leftForAPerson, table } = await import('./report.ts');
  const ask = beforeDeploy ? askBeforeDeploy : askAfterDeploy;
  const examined = await ask(config, process.stderr.isTTY ? { done: showLeft } : {});
  console.log(machine ? json(examined) : table(examined));
  const exitCode = exitCodeOf(examined);
  if (afterDeploy && !machine) console.log(leftForAPerson());
  if (beforeDeploy && !machine && exitCode === 0) console.log('Ready: npx cdk deploy --all');
  return exitCode;
}

/** One line that is written over: what takes long, and that it goes on. */
function showLeft({ id }: { readonly id: string }, left: number): void {
  process.stderr.write(left > 0 ? `\r\x1b[K  ${id} is answered, ${left} left` : '\r\x1b[K');
}
