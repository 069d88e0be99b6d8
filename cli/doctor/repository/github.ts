import type { Config } from '../../../lib/config/config.ts';
import { GitHubRepository } from '../../connect/github.ts';
import { apiBaseUrl, findToken } from '../../connect/github-token.ts';

/**
 * The config's repository by GitHub's REST API, with the token that `connect` takes.
 * @throws CommandError when there is none
 */
export async function openGitHub({ repository }: Pick<Config, 'repository'>): Promise<GitHubRepository> {
  const { owner, name } = repository;
  const baseUrl = apiBaseUrl(process.env);
  return new GitHubRepository({ owner, name, baseUrl, token: await findToken(process.env, baseUrl) });
}
