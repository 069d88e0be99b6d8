import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Cluster } from '../../cluster/cluster.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { listen } from '../../shared/listen.ts';
import { Deployed, type StackContent } from '../deployed-stack/deployed.ts';
import { apiReader } from '../load-balancer/api-reader.ts';
import { Balancer } from '../load-balancer/balancer.ts';
import { healthChecks } from '../load-balancer/health-check.ts';
import { Registration } from '../load-balancer/registration.ts';
import { groupSettings } from '../load-balancer/settings.ts';
import type { TellTargets } from '../load-balancer/target-groups.ts';
import { aliases } from './aliases.ts';
import { EdgeCache } from './cache/edge-cache.ts';
import type { Heard, ReadObject, Way } from './origin-call.ts';
import { serve } from './proxy.ts';
import { REASON_HEADER } from './refusal.ts';
import { type Behavior, distributionRules } from './rules.ts';

/** CloudFront in a sandbox. */
export interface CloudFront {
  /** Follows another version of the Ghost stack from the next request on. @throws NotEmulatedError for what is not emulated. */
  readonly deploy: (stack: StackContent) => Promise<void>;
  /** Removes what the paths of an invalidation name from the cache. */
  readonly invalidate: (paths: readonly string[]) => void;
  /** Whether every target of the load balancer has passed its checks. */
  readonly settled: () => boolean;
  readonly stop: () => void;
}

interface Edge {
  readonly address: string;
  readonly domainName: string;
  readonly heard?: Heard;
  readonly learn?: () => Promise<void>;
}

/**
 * Answers for the distribution at its own domain name, over HTTPS and HTTP, for processes and pods of the sandbox.
 * @param edge - the distribution's own domain name, the address that it leads to, who hears what targets answer, and who calls `deploy`
 *   with the stack as it is now, when pods are bound to a target group that `stack` does not have
 * @param tell - gets the load balancer's healthy targets at every look
 * @param object - reads what is in buckets
 * @throws NotEmulatedError when the template holds something that is not emulated.
 */
export async function startCloudFront(
  sandbox: Sandbox,
  { address, domainName, heard, learn }: Edge,
  cluster: Pick<Cluster, 'kubeconfig'>,
  stack: StackContent,
  tell: TellTargets,
  object: ReadObject,
): Promise<CloudFront> {
  const log = (line: string) =>
    appendFileSync(sandbox.log('cloudfront'), `${new Date().toISOString()} ${line.replaceAll('\n', ' ')}\n`);
  let behaviors: readonly Behavior[] = distributionRules(new Deployed(stack));
  let hosts = [domainName, ...aliases(new Deployed(stack))];
  const api = await apiReader(cluster.kubeconfig);
  const balancer = new Balancer(groupSettings(new Deployed(stack)), healthChecks(ADDRESSES.loadBalancer));
  const registration = Registration.start(api.read, balancer, { tell, log, ...(learn ? { learn } : {}) });
  const cache = new EdgeCache();
  const way: Way = {
    targets: (arn) => balancer.of(arn),
    opened: (arn, target, connection) => balancer.opened(arn, target, connection),
    from: ADDRESSES.loadBalancer,
    object,
    ...(heard ? { heard } : {}),
  };
  const handle = (secure: boolean) => (viewer: IncomingMessage, answer: ServerResponse) => {
    const start = Date.now();
    answer.once('close', () => {
      const reason = answer.getHeader(REASON_HEADER);
      log(
        `${answer.statusCode} ${viewer.method} ${viewer.url} ${Date.now() - start} ms${reason ? ` (${reason})` : ''}`,
      );
    });
    serve(viewer, answer, secure, { behaviors, hosts, way, cache });
  };
  const certificate = (names: readonly string[]) => certificateFor(sandbox, address, names);
  const secure = createTlsServer(await certificate(hosts), handle(true));
  const servers = [
    await listen(secure, { port: 443, host: address }),
    await listen(createServer(handle(false)), { port: 80, host: address }),
  ];
  sandbox.names.add(address, [domainName]);
  return {
    deploy: async (next) => {
      const deployed = new Deployed(next);
      const [rules, names] = [distributionRules(deployed), [domainName, ...aliases(deployed)]];
      if (names.join() !== hosts.join()) secure.setSecureContext(await certificate(names));
      balancer.configure(groupSettings(deployed));
      [behaviors, hosts] = [rules, names];
    },
    invalidate: (paths) => cache.invalidate(paths),
    settled: () => balancer.settled,
    stop: () => {
      registration.stop();
      api.close();
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

/** Of the sandbox's own authority, for every name: what ACM has for them is no certificate that a client could check. */
async function certificateFor(
  { authority }: Sandbox,
  address: string,
  hosts: readonly string[],
): Promise<{ cert: Buffer; key: Buffer }> {
  const issued = await authority.issue(`cloudfront-${address}`, { commonName: 'cloudfront', hosts: [...hosts] });
  return { cert: await readFile(issued.certificate), key: await readFile(issued.key) };
}
