import { appendFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { openStore } from '../../builds/oci/store.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import { NPM } from '../../sandbox/npm-upstream.ts';
import { upstreamSocket } from '../../sandbox/plan.ts';
import type { Room } from '../../sandbox/setup.ts';
import { REGISTRIES, startRegistry } from './server.ts';

/** Makes the registries' names lead to one server in the room that answers for all of them. */
export async function startRegistries(room: Room): Promise<Server> {
  const hosts = [...REGISTRIES, ...(room.plan.upstream[NPM] === undefined ? [] : [NPM])];
  room.names.add(ADDRESSES.registry, hosts);
  return await startRegistry({
    address: ADDRESSES.registry,
    certificate: await room.authority.issue('registry', { commonName: 'registry', hosts }),
    store: await openStore(room.plan.cache.published),
    upstream: room.plan.upstream,
    upstreamSocket: upstreamSocket(room.folder),
    log: (line) => appendFileSync(room.log('registry'), `${new Date().toISOString()} ${line}\n`),
  });
}
