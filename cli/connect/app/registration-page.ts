import type { Config } from '../../../lib/config/config.ts';

/**
 * Where somebody registers an App that may read this repository, all fields filled in: one click is left, and the installation.
 * For a person's account; that of an organisation has the same below its own settings.
 * @see https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-using-url-parameters
 */
export function registrationPage({ name, repository }: Pick<Config, 'name' | 'repository'>): string {
  const page = new URL('https://github.com/settings/apps/new');
  page.search = new URLSearchParams({
    name: `${name}-flux-${repository.owner}`.slice(0, LONGEST_NAME),
    url: `https://github.com/${repository.owner}/${repository.name}`,
    public: 'false',
    webhook_active: 'false',
    contents: 'read',
  }).toString();
  return page.href;
}

/** GitHub takes no longer names of Apps, and each of them once. */
const LONGEST_NAME = 34;
