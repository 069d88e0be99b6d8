import { Command } from 'commander';
import { loadConfig } from '../shared/load-config.ts';
import { wholeSeconds } from '../shared/seconds.ts';
import type { Say } from './clock.ts';
import { apiBaseUrl, findToken } from './github-token.ts';

/** Exit code: the webhook works, and a person has yet to finish the handshake. */
const HANDSHAKE_PENDING = 1;

interface Options {
  readonly timeout: number;
  readonly json: boolean;
}

/** `onemerge connect`, run once after the first deploy. */
export function connectCommand(): Command {
  return new Command('connect')
    .description('join the deployed blog and its repository on GitHub: push webhook, connection, first pipeline run')
    .option('--timeout <seconds>', 'longest wait for the ping, and for the handshake', wholeSeconds, 600)
    .option('--json', 'print what was found and done as JSON; progress goes to standard error', false)
    .addHelpText(
      'after',
      `
Needs AWS credentials, and a token for GitHub: GITHUB_TOKEN, or the one of gh.
Waits for the handshake when it runs in a terminal, or when --timeout is given.
Exit codes: 0 connected, ${HANDSHAKE_PENDING} the webhook works and the handshake is pending, 2 it could not be done.`,
    )
    .action(async (options: Options, command: Command) => {
      const asked = command.getOptionValueSource('timeout') === 'cli';
      process.exitCode = await run(options, asked || process.stdout.isTTY === true);
    });
}

async function run({ timeout, json }: Options, waitForPerson: boolean): Promise<number> {
  // The AWS SDK and Octokit are loaded by this command only.
  const [{ connect }, { openAws }, { GitHubRepository }, { wallClock }, { askAddress }] = await Promise.all([
    import('./connect.ts'),
    import('./aws.ts'),
    import('./github.ts'),
    import('./clock.ts'),
    import('./stale-webhooks.ts'),
  ]);
  const config = await loadConfig();
  const baseUrl = apiBaseUrl(process.env);
  const { owner, name } = config.repository;
  const github = new GitHubRepository({ owner, name, baseUrl, token: await findToken(process.env, baseUrl) });
  const say: Say = (label, text) => (json ? console.error : console.log)(`${label.padEnd(11)} ${text}`);
  const report = await connect(config, {
    aws: openAws(config.region),
    github,
    clock: wallClock,
    ask: askAddress,
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
