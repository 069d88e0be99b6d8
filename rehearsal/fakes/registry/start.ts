import { appendFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { parseReference } from '../../../cli/shared/oci-reference.ts';
import { openStore } from '../../builds/oci/store.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import { NPM } from '../../sandbox/npm-upstream.ts';
import { upstreamSocket } from '../../sandbox/plan.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { REGISTRIES, startRegistry } from './server.ts';

/** Makes the registries' names lead to one server in the sandbox that answers for all of them. */
export async function startRegistries(sandbox: Sandbox): Promise<Server> {
  const store = await openStore(sandbox.plan.cache.published);
  const brought = [...store.keys()].map((repository) => parseReference(repository).registry);
  const packages = sandbox.plan.upstream[NPM] === undefined ? [] : [NPM];
  const hosts = [...new Set([...REGISTRIES, ...brought, ...packages])];
  sandbox.names.add(ADDRESSES.registry, hosts);
  return await startRegistry({
    address: ADDRESSES.registry,
    certificate: await sandbox.authority.issue('registry', { commonName: 'registry', hosts }),
    store,
    upstream: sandbox.plan.upstream,
    upstreamSocket: upstreamSocket(sandbox.folder),
    log: (line) => appendFileSync(sandbox.log('registry'), `${new Date().toISOString()} ${line}\n`),
  });
}
