import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbeSpec } from './workload.ts';

/** Sends one probe as the kubelet does, and resolves to the status, or to undefined when nothing answers in time. */
export function probeOnce(address: string, { httpGet, timeoutSeconds = 1 }: ProbeSpec): Promise<number | undefined> {
  return new Promise((resolve) => {
    const call = request(
      {
        host: address,
        port: httpGet.port,
        path: httpGet.path,
        headers: {
          'user-agent': 'kube-probe/1.36',
          accept: '*/*',
          connection: 'close',
          ...Object.fromEntries((httpGet.httpHeaders ?? []).map(({ name, value }) => [name, value])),
        },
        signal: AbortSignal.timeout(timeoutSeconds * 1000),
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    call.once('error', () => resolve(undefined));
    call.end();
  });
}

/** Every answer of one probe so far. */
export interface ProbeHistory {
  readonly statuses: (number | undefined)[];
}

export interface ProbeLoop {
  readonly address: string;
  readonly probe: ProbeSpec;
  readonly history: ProbeHistory;
  readonly signal: AbortSignal;
  /** Called on each change, after as many equal answers as the thresholds ask for. */
  readonly onChange: (healthy: boolean) => void;
}

/** Probes by the kubelet's rules: period, timeout and both thresholds. Ends when the signal aborts. */
export async function probeForever({ address, probe, history, signal, onChange }: ProbeLoop): Promise<void> {
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3, successThreshold = 1 } = probe;
  let known: boolean | undefined;
  let last: boolean | undefined;
  let run = 0;
  await sleep(initialDelaySeconds * 1000, undefined, { signal }).catch(() => {});
  while (!signal.aborted) {
    const status = await probeOnce(address, probe);
    if (signal.aborted) return;
    history.statuses.push(status);
    const healthy = status !== undefined && status >= 200 && status < 400;
    run = healthy === last ? run + 1 : 1;
    last = healthy;
    if (healthy !== known && run >= (healthy ? successThreshold : failureThreshold)) {
      known = healthy;
      onChange(healthy);
    }
    await sleep(periodSeconds * 1000, undefined, { signal }).catch(() => {});
  }
}
