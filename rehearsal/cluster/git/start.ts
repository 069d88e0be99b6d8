import { appendFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { join } from 'node:path';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import type { Room } from '../../sandbox/setup.ts';
import { publishHead, type RepositoryName } from './repository.ts';
import { startGitServer } from './server.ts';

/** A git server in the room, and the commit it starts with. */
export interface Git {
  readonly server: Server;
  /** The project's HEAD, which the repository's branch starts at. */
  readonly head: string;
}

/** Publishes a project's HEAD as https://github.com/OWNER/NAME, for processes and pods of the room. */
export async function startGit(room: Room, project: string, name: RepositoryName): Promise<Git> {
  const repositories = join(room.folder, 'repositories');
  const head = await publishHead(project, repositories, name);
  room.names.add(ADDRESSES.git, ['github.com']);
  const server = await startGitServer({
    address: ADDRESSES.git,
    certificate: await room.authority.issue('git', { commonName: 'github.com', hosts: ['github.com'] }),
    repositories,
    log: (line) => appendFileSync(room.log('git'), `${new Date().toISOString()} ${line}\n`),
  });
  return { server, head };
}
