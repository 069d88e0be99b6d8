import type { Config } from '../../../lib/config/config.ts';
import { githubAppSecret } from '../../../lib/names.ts';
import { apiBaseUrl } from '../../connect/github-token.ts';
import { readAppKey } from '../../shared/github-app/assertion.ts';
import { GitHubApp } from '../../shared/github-app/github-app.ts';
import type { Account } from '../account/account.ts';
import type { SignIn } from './remote-repository.ts';

/**
 * Signs in to Git as Flux does: as the config's App, with the key that is kept; undefined when the config names none.
 * @see https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
 */
export function signInAsApp(
  { name, repository }: Pick<Config, 'name' | 'repository'>,
  account: Pick<Account, 'githubAppKey'>,
): SignIn | undefined {
  const { owner, name: repositoryName, app } = repository;
  if (app === undefined) return undefined;
  return async () => {
    const key = readAppKey(await account.githubAppKey(name), githubAppSecret(name));
    const fullName = `${owner}/${repositoryName}`;
    const github = new GitHubApp({ id: app.id, key, repository: fullName, baseUrl: apiBaseUrl(process.env) });
    const token = await github.token(app.installation);
    return `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  };
}
