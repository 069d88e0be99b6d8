import { z } from 'zod';
import type { Config } from '../../../lib/config/config.ts';
import { followersOf } from '../../../lib/config/environment.ts';
import { githubAppSecret } from '../../../lib/names.ts';
import { readAppKey } from '../../shared/github-app/assertion.ts';
import { GitHubApp } from '../../shared/github-app/github-app.ts';
import { redaction } from '../../shared/redact.ts';
import type { BuildVerdict } from '../build-verdict.ts';
import { oneLine, reportOf } from './report.ts';

/** What telling GitHub needs of the world. */
export interface TellingGitHub {
  readonly config: Pick<Config, 'name' | 'repository' | 'environment'>;
  /** Of the build. */
  readonly env: NodeJS.ProcessEnv;
  /** Of GitHub's REST API, without a trailing slash. */
  readonly baseUrl: string;
  /** The App's private key (PEM), which is kept in Secrets Manager. */
  readonly appKey: () => Promise<string>;
  /** Where readers find the blog. */
  readonly blogUrl: () => Promise<string>;
  /** @default the process's own */
  readonly fetch?: typeof globalThis.fetch;
}

/** All that the token may do. It reads nothing. */
const PERMISSIONS = { statuses: 'write', deployments: 'write' };

const created = z.object({ id: z.number() });

/**
 * Says on GitHub how the merge of a commit ended, as the App of the config: by a commit status, and by a deployment into the environment
 * that has the blog's name. A deployment that is live has the blog's address.
 * @param commit full hash
 * @param verdict on it, if the build has one
 * @returns what was done, in a sentence
 * @throws CommandError when GitHub was not told, or there is no verdict to tell of
 */
export async function tellGitHub(
  { config, env, baseUrl, appKey, blogUrl, fetch }: TellingGitHub,
  commit: string,
  verdict: BuildVerdict | undefined,
): Promise<string> {
  const { name, repository } = config;
  const { app } = repository;
  if (app?.reports !== 'on') return 'GitHub is not told: repository.app.reports is not on.';
  const report = reportOf(commit, env.CODEBUILD_BUILD_SUCCEEDING === '0', verdict);
  if (report === undefined) return 'GitHub is not told: a later merge has taken over, and its build tells of both.';
  const fullName = `${repository.owner}/${repository.name}`;
  const key = readAppKey(await appKey(), githubAppSecret(name));
  const github = new GitHubApp({ id: app.id, key, repository: fullName, baseUrl, ...(fetch && { fetch }) });
  const token = await github.token(app.installation, PERMISSIONS);
  const { state } = report;
  const description = oneLine(redaction(env)(report.description));
  const build = env.CODEBUILD_BUILD_URL;

  const status = { state, description, context: `onemerge/${name}`, ...(build && { target_url: build }) };
  await github.create(token, `/statuses/${commit}`, status, created);

  const { id } = await github.create(token, '/deployments', deploymentOf(commit, config), created);
  const address = state === 'success' ? { environment_url: await blogUrl() } : {};
  const end = { state, description, ...address, ...(build && { log_url: build }) };
  await github.create(token, `/deployments/${id}/statuses`, end, created);
  return `GitHub was told: ${report.description}`;
}

/**
 * What was deployed where. GitHub must merge nothing into it, and not wait for checks of its own: it is deployed already.
 * @see https://docs.github.com/en/rest/deployments/deployments#create-a-deployment
 */
const deploymentOf = (ref: string, config: Pick<Config, 'name' | 'environment'>) => ({
  ref,
  environment: config.name,
  // Readers are where commits go last.
  production_environment: followersOf(config).length === 0,
  auto_merge: false,
  required_contexts: [],
});
