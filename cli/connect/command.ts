import { Command, InvalidArgumentError } from 'commander';
import { CommandError } from '../shared/command-error.ts';
import { loadConfig } from '../shared/load-config.ts';
import { wholeSeconds } from '../shared/seconds.ts';
import type { Say } from './clock.ts';
import { apiBaseUrl, findToken } from './github-token.ts';

/** Exit code: the webhook works, and a person has yet to finish the handshake. */
const HANDSHAKE_PENDING = 1;

interface Options {
  readonly timeout: number;
  readonly json: boolean;
  readonly app?: number;
  readonly appKey?: string;
}

/** `onemerge connect`, run once after the first deploy. */
export function connectCommand(): Command {
  return new Command('connect')
    .description('join the deployed blog and its repository on GitHub: push webhook, connection, first pipeline run')
    .option('--timeout <seconds>', 'longest wait for the ping, and for the handshake', wholeSeconds, 600)
    .option('--app-key <file>', 'for a private repository, before the first deployment: keep this key of a GitHub App')
    .option('--app <id>', 'the id of that App, while onemerge.config.ts does not name it', wholeNumber)
    .option('--json', 'print what was found and done as JSON; progress goes to standard error', false)
    .addHelpText(
      'after',
      `
Needs AWS credentials, and a token for GitHub: GITHUB_TOKEN, or the one of gh.
With --app-key it needs AWS credentials alone, and connects nothing yet: docs/private-repository.md
Waits for the handshake when it runs in a terminal, or when --timeout is given.
Exit codes: 0 connected, ${HANDSHAKE_PENDING} the webhook works and the handshake is pending, 2 it could not be done.`,
    )
    .action(async (options: Options, command: Command) => {
      const asked = command.getOptionValueSource('timeout') === 'cli';
      process.exitCode =
        options.appKey === undefined
          ? await run(options, asked || process.stdout.isTTY === true)
          : await keepApp(options, options.appKey);
    });
}

async function run({ timeout, json }: Options, waitForPerson: boolean): Promise<number> {
  // The AWS SDK and Octokit are loaded by this command only.
  const [{ connect }, { checkKeptApp }, { openAws }, { GitHubRepository }, { wallClock }, { askAddress }] =
    await Promise.all([
      import('./connect.ts'),
      import('./app/connect-app.ts'),
      import('./aws.ts'),
      import('./github.ts'),
      import('./clock.ts'),
      import('./stale-webhooks.ts'),
    ]);
  const config = await loadConfig();
  const baseUrl = apiBaseUrl(process.env);
  const { owner, name } = config.repository;
  const github = new GitHubRepository({ owner, name, baseUrl, token: await findToken(process.env, baseUrl) });
  const say = teller(json);
  const aws = openAws(config.region);
  const report = await connect(config, {
    aws,
    github,
    clock: wallClock,
    ask: askAddress,
    checkApp: () => checkKeptApp(config, { aws, baseUrl, say }),
    say,
    seconds: timeout,
    waitForPerson,
  });
  if (json) console.log(JSON.stringify(report, null, 2));
  if (report.pipeline) {
    say('Connected', `a push to ${report.repository} goes live; sign in at ${report.blogUrl}/ghost/`);
    return 0;
  }
  say('Not yet', 'finish the handshake, then start the pipeline with the same command: npx onemerge connect');
  return HANDSHAKE_PENDING;
}

/** For a private repository: checks the App whose key is in a file, and keeps the key. */
async function keepApp({ json, app }: Options, file: string): Promise<number> {
  const [{ connectApp }, { openAws }, { readKeyFile }] = await Promise.all([
    import('./app/connect-app.ts'),
    import('./aws.ts'),
    import('./app/key-file.ts'),
  ]);
  const config = await loadConfig();
  const id = app ?? config.repository.app?.id;
  if (id === undefined)
    throw new CommandError('Say which App the key is of: its id stands at the top of its settings', {
      help: `with that number: npx onemerge connect --app 1234567 --app-key ${file}`,
    });
  const key = readKeyFile(file);
  const options = {
    id,
    key,
    where: file,
    aws: openAws(config.region),
    baseUrl: apiBaseUrl(process.env),
    say: teller(json),
  };
  const report = await connectApp(config, options);
  if (json) console.log(JSON.stringify(report, null, 2));
  return 0;
}

const teller =
  (json: boolean): Say =>
  (label, text) =>
    (json ? console.error : console.log)(`${label.padEnd(11)} ${text}`);

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number, for example 1234567.');
}
