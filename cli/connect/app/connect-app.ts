import type { Config } from '../../../lib/config/config.ts';
import { githubAppSecret } from '../../../lib/names.ts';
import { CommandError } from '../../shared/command-error.ts';
import { keepAppKey, keptAppKey } from '../../shared/github-app/app-secret.ts';
import { readAppKey } from '../../shared/github-app/assertion.ts';
import { GitHubApp } from '../../shared/github-app/github-app.ts';
import type { Aws } from '../aws.ts';
import type { Say } from '../clock.ts';
import { requireLimits } from './limits.ts';

export interface AppOptions {
  readonly aws: Pick<Aws, 'region' | 'secrets'>;
  /** The App's id. */
  readonly id: number;
  /** PEM; a secret. */
  readonly key: string;
  /** Where the key is from. */
  readonly where: string;
  /** Of GitHub's REST API. */
  readonly baseUrl: string;
  /** @default the process's own */
  readonly fetch?: typeof globalThis.fetch;
  readonly say: Say;
}

/** What was found; what `--json` prints. */
export interface AppReport {
  readonly id: number;
  readonly installation: number;
  readonly slug: string;
  readonly permissions: Readonly<Record<string, string>>;
}

/**
 * Looks at the App with its own eyes: the key is the App's, and the installation reads this repository and nothing else.
 * @throws CommandError that names the click or the edit that helps
 */
async function checkApp(
  { repository }: Pick<Config, 'repository'>,
  { id, key, where, say, ...github }: Omit<AppOptions, 'aws'>,
): Promise<AppReport> {
  const fullName = `${repository.owner}/${repository.name}`;
  const seen = new GitHubApp({ ...github, id, key: readAppKey(key, where), repository: fullName });
  const { slug, html_url: page } = await seen.app();
  const installation = await seen.installation();
  const reach = await seen.reach(await seen.token(installation.id));
  const reports = repository.app?.reports === 'on';
  requireLimits(installation, reach, { slug, page, repository: fullName, reports });
  const { permissions } = installation;
  const may = Object.entries(permissions).map(([name, level]) => `${name}: ${level}`);
  say('App', `${slug} (${id}) is installed on ${fullName} alone (${installation.id}), with ${may.join(', ')}`);
  return { id, installation: installation.id, slug, permissions };
}

/** Checks the App, and keeps its key in Secrets Manager. @throws CommandError as `checkApp`, or when AWS refuses */
export async function connectApp(config: Pick<Config, 'name' | 'repository'>, options: AppOptions): Promise<AppReport> {
  const { aws, say, key } = options;
  const report = await checkApp(config, options);
  const isNew = await keepAppKey(aws.secrets, aws.region, config.name, key);
  const name = githubAppSecret(config.name);
  say('Key', `${isNew ? 'kept' : 'replaced'} in Secrets Manager: ${name} in ${aws.region}; delete the file`);
  const { app } = config.repository;
  if (app?.id === report.id && app.installation === report.installation) return report;
  say(
    'Config',
    `write under repository in onemerge.config.ts: app: { id: ${report.id}, installation: ${report.installation} },`,
  );
  return report;
}

/** The App of the config, with the key that is kept. @throws CommandError as `checkApp`, and when the config names another installation */
export async function checkKeptApp(
  config: Pick<Config, 'name' | 'repository'>,
  { aws, ...asking }: Pick<AppOptions, 'aws' | 'baseUrl' | 'fetch' | 'say'>,
): Promise<AppReport | undefined> {
  const { app } = config.repository;
  if (app === undefined) return undefined;
  const where = githubAppSecret(config.name);
  const key = await keptAppKey(aws.secrets, aws.region, config.name);
  const report = await checkApp(config, { ...asking, id: app.id, key, where });
  if (report.installation === app.installation) return report;
  throw new CommandError(
    `repository.app.installation is ${app.installation}, and the App is installed as ${report.installation}`,
    { where: 'onemerge.config.ts', help: `write installation: ${report.installation} there, commit and push` },
  );
}
