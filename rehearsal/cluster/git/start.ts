import { appendFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { join } from 'node:path';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { publishHead, type RepositoryName } from './repository.ts';
import { type Refuse, startGitServer } from './server.ts';

/** A git server in the sandbox, and the commit it starts with. */
export interface Git {
  readonly server: Server;
  /** The project's HEAD, which the repository's branch starts at. */
  readonly head: string;
}

/** Publishes a project's HEAD as https://github.com/OWNER/NAME, for those processes and pods of the sandbox that are not refused. */
export async function startGit(sandbox: Sandbox, project: string, name: RepositoryName, refuse: Refuse): Promise<Git> {
  const repositories = join(sandbox.folder, 'repositories');
  const head = await publishHead(project, repositories, name);
  sandbox.names.add(ADDRESSES.git, ['github.com']);
  const server = await startGitServer({
    address: ADDRESSES.git,
    certificate: await sandbox.authority.issue('git', { commonName: 'github.com', hosts: ['github.com'] }),
    repositories,
    refuse,
    log: (line) => appendFileSync(sandbox.log('git'), `${new Date().toISOString()} ${line}\n`),
  });
  return { server, head };
}
