import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import type { HealthCheck } from './settings.ts';
import type { Target } from './targets.ts';

/** Asks a target whether it is well. It never fails: no answer is one as well. */
export type CheckHealth = (target: Target, check: HealthCheck) => Promise<boolean>;

/**
 * Checks as a load balancer does, over a connection of its own that is closed afterwards.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 * @param from the balancer's address; undefined lets the system choose
 */
export function healthChecks(from: string | undefined): CheckHealth {
  return async (target, check) => {
    const signal = AbortSignal.timeout(check.timeout * 1000);
    try {
      return check.protocol === 'TCP'
        ? await connects(target, from, signal)
        : await answers(target, check, from, signal);
    } catch {
      return false;
    }
  };
}

async function connects({ address, port }: Target, from: string | undefined, signal: AbortSignal): Promise<boolean> {
  const socket = connect({ host: address, port, ...(from ? { localAddress: from } : {}) });
  try {
    await once(socket, 'connect', { signal });
    return true;
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

/** The Host names the balancer and its listener, not the target: so it is documented. */
async function answers(
  { address, port }: Target,
  { path, listenerPort, matches }: HealthCheck,
  from: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const headers = { host: `${from ?? '127.0.0.1'}:${listenerPort}`, 'user-agent': 'ELB-HealthChecker/2.0' };
  const own = from ? { localAddress: from } : {};
  const call = request({ host: address, port, path, headers, agent: false, signal, ...own });
  call.end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  call.on('error', () => undefined).destroy();
  return matches(response.statusCode ?? 0);
}
