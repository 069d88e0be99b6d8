import { CommandError } from '../shared/command-error.ts';
import { TOKEN_RIGHTS } from './github-token.ts';

/** An answer of GitHub's REST API that was no success; without `headers` there was no answer. */
export interface GitHubFailure {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string | number | undefined>> | undefined;
}

/**
 * Words a failed call.
 * @param about what was asked for: the repository itself, or its webhooks
 * @param repository as `owner/name`
 */
export function explainGitHub(failure: GitHubFailure, about: 'repository' | 'webhooks', repository: string) {
  const { status, message, headers } = failure;
  const where = `https://github.com/${repository}`;
  if (!headers) {
    return new CommandError(`GitHub cannot be reached: ${message}`, {
      help: 'check the network and GITHUB_API_URL, and https://www.githubstatus.com, then run the command again',
    });
  }
  if (status === 401) {
    return new CommandError('GitHub does not accept the token', {
      help: `gh auth login, or export GITHUB_TOKEN=<${TOKEN_RIGHTS}>`,
    });
  }
  if (status === 429 || (status === 403 && String(headers['x-ratelimit-remaining']) === '0')) {
    const reset = Number(headers['x-ratelimit-reset']);
    const until = Number.isFinite(reset) ? ` until ${new Date(reset * 1000).toISOString()}` : '';
    return new CommandError(`GitHub answers no more requests of this token${until}`, {
      help: 'run the command again then',
    });
  }
  if (status === 404 && about === 'repository') {
    return new CommandError(`GitHub shows no repository ${repository}: it does not exist, or it is private`, {
      where: 'repository in onemerge.config.ts',
      help: 'correct owner and name there, or make the repository public: Flux reads it without credentials',
    });
  }
  if ((status === 403 || status === 404) && about === 'webhooks') {
    const scopes = headers['x-oauth-scopes'];
    const has = scopes === undefined ? '' : `; its scopes are: ${scopes || 'none'}`;
    return new CommandError(`The token may not manage the webhooks of ${repository}${has}`, {
      where: `${where}/settings/hooks`,
      help: `gh auth refresh --scopes admin:repo_hook, or export GITHUB_TOKEN=<${TOKEN_RIGHTS}> of an administrator of the repository`,
    });
  }
  return new CommandError(`GitHub answered ${status}: ${message}`, {
    where,
    help: 'run the command again; if it stays so, see https://www.githubstatus.com',
  });
}
