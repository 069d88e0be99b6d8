import type { Sample } from './points.ts';

/** What the log of the fake CloudFront tells of requests, and of targets of the load balancer. */
const REQUEST = /^(\S+) (\d{3}) [A-Z]+ \S+ \d+ ms/;
const TARGETS = /^(\S+) targets: (\[.*\])$/;

/** What CloudFront counts: each request once, and of each whether it failed, in percent. */
export function requestsIn(log: string): { readonly requests: Sample[]; readonly failed: Sample[] } {
  const seen = log.split('\n').flatMap((line) => {
    const [, time, status] = REQUEST.exec(line) ?? [];
    return time === undefined ? [] : [{ at: Date.parse(time), status: Number(status) }];
  });
  return {
    requests: seen.map(({ at }) => ({ at, value: 1 })),
    failed: seen.map(({ at, status }) => ({ at, value: status >= 500 ? 100 : 0 })),
  };
}

/**
 * How many healthy targets a group had, once in each period from the first that is known.
 * @param group `targetgroup/<name>/<id>`
 * @param period milliseconds
 * @param until milliseconds since 1970
 */
export function targetsIn(log: string, group: string, period: number, until: number): Sample[] {
  const changes = log.split('\n').flatMap((line) => {
    const [, time, list] = TARGETS.exec(line) ?? [];
    if (time === undefined || list === undefined) return [];
    const groups = JSON.parse(list) as [arn: string, targets: string[]][];
    const targets = groups.find(([arn]) => arn.endsWith(`:${group}`))?.[1] ?? [];
    // Those that are not checked yet, ill or drained are told as well.
    return [{ at: Date.parse(time), value: targets.filter((target) => target.endsWith(' healthy')).length }];
  });
  const [first] = changes;
  if (first === undefined) return [];
  const held: Sample[] = [];
  for (let at = first.at; at <= until; at += period) {
    const last = changes.findLast((change) => change.at <= at);
    if (last) held.push({ at, value: last.value });
  }
  // A change within a period counts as well.
  return [...held, ...changes.slice(1)];
}
