import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CommandError } from '../shared/command-error.ts';

const PUBLIC_API = 'https://api.github.com';

/** What a token needs, in the words of GitHub's two kinds of tokens. */
export const TOKEN_RIGHTS =
  'a classic token with the scope admin:repo_hook, or a fine-grained one with "Webhooks: read and write"';

/** Longest run of gh, in milliseconds. */
const TIMEOUT_MS = 10_000;

/**
 * The base URL of GitHub's REST API, which GitHub Actions and the rehearsal name in GITHUB_API_URL.
 * @throws CommandError when that is no https URL: a token is sent there
 */
export function apiBaseUrl(env: NodeJS.ProcessEnv): string {
  const url = env.GITHUB_API_URL || PUBLIC_API;
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return url.replace(/\/$/, '');
  throw new CommandError(`GITHUB_API_URL is ${JSON.stringify(url)}, which is no https URL`, {
    help: `unset GITHUB_API_URL, or set it to one such as ${PUBLIC_API}`,
  });
}

/**
 * A token for GitHub's REST API: GITHUB_TOKEN, or the one that `gh` holds for that host.
 * @throws CommandError when there is neither, or it cannot be one; never with the token
 */
export async function findToken(env: NodeJS.ProcessEnv, baseUrl: string): Promise<string> {
  if (env.GITHUB_TOKEN) return usable(env.GITHUB_TOKEN);
  const host = new URL(baseUrl).hostname.replace(/^api\./, '');
  try {
    const { stdout } = await promisify(execFile)('gh', ['auth', 'token', '--hostname', host], {
      env,
      timeout: TIMEOUT_MS,
    });
    if (stdout.trim()) return stdout.trim();
  } catch {
    // gh is not there, or not signed in; either way there is no token
  }
  throw new CommandError(`No token for ${host}: GITHUB_TOKEN is not set, and gh has none`, {
    help: `gh auth login --hostname ${host} --scopes admin:repo_hook, or export GITHUB_TOKEN=<${TOKEN_RIGHTS}>`,
  });
}

/** The characters of a token, which is sent in a header. White space around it comes from a file, and is none of it. */
function usable(token: string): string {
  const trimmed = token.trim();
  const fault = FAULTS.find(([pattern]) => pattern.test(trimmed))?.[1];
  if (fault === undefined) return trimmed;
  throw new CommandError(`GITHUB_TOKEN holds ${fault}`, { help: `export GITHUB_TOKEN=<${TOKEN_RIGHTS}>, on one line` });
}

const FAULTS: readonly (readonly [pattern: RegExp, fault: string])[] = [
  [/^$/, 'nothing but white space'],
  [/[\r\n]/, 'a line break'],
  [/\s/, 'white space'],
  [/[^\x21-\x7e]/, 'a character that no token has'],
];
