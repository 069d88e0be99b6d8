import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { join } from 'node:path';
import type { RepositoryName } from '../../cluster/git/repository.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { FakeGitHub } from './github.ts';
import { watchPushes } from './push-watch.ts';
import { startApiServer } from './server.ts';

export interface GitHubStart {
  readonly repository: RepositoryName;
  /** The folder below which bare repositories lie, at OWNER/NAME.git. */
  readonly repositories: string;
  /** Where the REST API listens. */
  readonly address: string;
  /** @default 443 */
  readonly port?: number;
}

/** The fake GitHub in a sandbox: its REST API listens, and it notices the pushes to its repository. */
export interface SandboxGitHub {
  readonly fake: FakeGitHub;
  readonly server: Server;
  /** What a person who works on the repository has: a token that may manage its webhooks, and see it when it is private. */
  readonly env: { readonly GITHUB_TOKEN: string };
  /** What a connection of AWS and a person's Git sign in with. */
  readonly gitToken: string;
  /** What a workflow of the repository has: a token that may comment on pull requests. */
  readonly workflow: { readonly GITHUB_TOKEN: string; readonly GITHUB_REPOSITORY: string };
  readonly close: () => Promise<void>;
}

/** Starts the fake GitHub as https://api.github.com, for a repository that a git server of the sandbox serves. */
export async function startGitHub(
  sandbox: Pick<Sandbox, 'authority' | 'names' | 'log'>,
  { repository, repositories, address, port }: GitHubStart,
): Promise<SandboxGitHub> {
  const { owner, name, branch } = repository;
  const bare = join(repositories, owner, `${name}.git`);
  const log = (line: string) => appendFileSync(sandbox.log('github'), `${new Date().toISOString()} ${line}\n`);
  const [token, workflowToken, gitToken] = [newToken(), newToken(), newToken()];
  const github = new FakeGitHub({
    repository: { owner, name, defaultBranch: branch, bare, private: false },
    tokens: { [token]: ['admin:repo_hook'], [workflowToken]: ['repo'], [gitToken]: ['repo'] },
    ca: readFileSync(sandbox.authority.certificate, 'utf8'),
    log,
  });
  sandbox.names.add(address, ['api.github.com']);
  const leaf = await sandbox.authority.issue('github-api', { commonName: 'api.github.com', hosts: ['api.github.com'] });
  const server = await startApiServer(github, {
    address,
    ...(port === undefined ? {} : { port }),
    certificate: readFileSync(leaf.certificate, 'utf8'),
    key: readFileSync(leaf.key, 'utf8'),
    log,
  });
  const watch = await watchPushes({ bare, onPush: (change) => github.push(change), onError: (e) => log(String(e)) });
  return {
    fake: github,
    server,
    get env() {
      return { GITHUB_TOKEN: github.repository.private ? gitToken : token };
    },
    gitToken,
    workflow: { GITHUB_TOKEN: workflowToken, GITHUB_REPOSITORY: `${owner}/${name}` },
    close: async () => {
      await watch.close();
      await github.settled();
      server.close();
      server.closeAllConnections();
    },
  };
}

const newToken = () => randomBytes(20).toString('hex');
