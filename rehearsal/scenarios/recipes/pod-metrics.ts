import { z } from 'zod';
import { LOG_COLLECTOR, POD_MEASURES, podMetricsNamespace } from '../../../lib/names.ts';
import { killContainer } from '../../cluster/container.ts';
import { boto3 } from '../../harness/boto3.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { CONFIG, NAME } from '../../harness/project.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { attempt } from '../access/impersonation.ts';
import type { Scenario } from '../scenario.ts';
import { addField } from './config-line.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { ghostOf, sizesByKubelet } from './kubelet-sizes.ts';
import { expectSilenceMailed } from './silent-logs.ts';

const DOCUMENT = 'docs/operations.md';
/** The collector asks once a minute, and what is new is there some seconds later. */
const LONGEST = 180;
/** How far a number of the metric may be from what the kubelet said meanwhile: each asked at another moment. */
const APART = 0.1;

type Measure = (typeof POD_MEASURES)[keyof typeof POD_MEASURES];

/** What pods use, and how often they were started again, by what the real kubelet says of them and what CloudWatch then has. */
export const podMetrics: Scenario = {
  id: 'pod-metrics',
  title: `${DOCUMENT}: Ghost's memory and its restarts are metrics`,
  extra: 'logs',
  unread: 'Ghost is killed once, and faults ask what readers notice of that',
  run: async (harness) => {
    const line = onlyBlock(readRecipe(harness.project.folder, DOCUMENT, 'Memory and restarts of pods'), 'ts', DOCUMENT);
    const change = {
      branch: 'pod-metrics',
      title: 'Show what pods use',
      // With the recipe before this one, the config keeps the logs of pods already.
      edits: { [CONFIG]: (text: string) => addField(text.replace(/^ *logs: .*\n/m, ''), line) },
    };
    const { summary } = await expectLive(harness, { commit: await harness.project.merge(change) });
    const memory = await requireMemory(harness);
    const restarts = await requireRestart(harness);
    await requireNothingElse(harness);
    await requireOneRight(harness);
    const silence = await expectSilenceMailed(harness);
    return `${summary}; ${memory}; ${restarts}; ${Object.keys(POD_MEASURES).length} metrics and no other; ${silence}`;
  },
};

/** Requires that what is measured of memory is what the kubelet says. @returns for the report */
async function requireMemory(harness: Harness): Promise<string> {
  const start = Date.now();
  const seen: Awaited<ReturnType<typeof sizesByKubelet>>[] = [];
  const measured = await waitFor(
    "Ghost's memory is a metric",
    async () => {
      seen.push(await sizesByKubelet(harness));
      return await latest(harness, 'GhostMemory', start);
    },
    { seconds: LONGEST, every: 5000, where: harness.sandbox.log('aws') },
  );
  const share = await latest(harness, 'LargestMemoryShare', start);
  requireBetween(
    'GhostMemory',
    measured,
    seen.map((sizes) => ghostOf(sizes).used),
  );
  requireBetween(
    'LargestMemoryShare',
    share,
    seen.map((sizes) => Math.max(...sizes.map((one) => one.share ?? 0))),
  );
  return `Ghost's memory was measured as ${mebibytes(measured)} MiB, ${mebibytes(Math.max(...seen.map((sizes) => ghostOf(sizes).used)))} by the kubelet, and the container nearest to its limit has ${share?.toFixed(0)}% of it`;
}

const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);

function requireBetween(what: Measure, value: number | undefined, seen: readonly number[]): void {
  const [least, most] = [Math.min(...seen) * (1 - APART), Math.max(...seen) * (1 + APART)];
  if (value === undefined || value <= 0 || value < least || value > most)
    throw wrong(`${what} is ${value}, and the kubelet said meanwhile: ${seen.join(', ')}`);
}

/** Kills Ghost's container, and requires that the metric is one more then. @returns for the report */
async function requireRestart(harness: Harness): Promise<string> {
  const before = await restarts(harness);
  const measured = async (since: number) => await latest(harness, 'GhostRestarts', since);
  await waitFor(
    `${before} restarts of Ghost are measured`,
    async () => ((await measured(Date.now() - 60_000)) === before ? true : undefined),
    { seconds: LONGEST, where: harness.sandbox.log('aws') },
  );
  const killed = Date.now();
  killContainer((await ghostStatus(harness)).containerID);
  await waitFor('the kubelet starts Ghost again', async () => ((await restarts(harness)) > before ? true : undefined), {
    seconds: LONGEST,
  });
  const after = await restarts(harness);
  await waitFor(
    'the restart of Ghost is measured',
    async () => ((await measured(killed)) === after ? true : undefined),
    { seconds: LONGEST, where: harness.sandbox.log('aws') },
  );
  const seconds = ((Date.now() - killed) / 1000).toFixed(0);
  const most = await latest(harness, 'MostRestarts', killed);
  if (most === undefined || most < after) throw wrong(`MostRestarts is ${most}, and Ghost alone has ${after}`);
  return `its restarts went from ${before} to ${after}, ${seconds} s after it was killed`;
}

const statuses = z.object({
  items: z.array(
    z.object({
      status: z.object({ containerStatuses: z.array(z.object({ containerID: z.string(), restartCount: z.number() })) }),
    }),
  ),
});

/** Of the container of Ghost's only pod. */
async function ghostStatus(harness: Harness): Promise<{ readonly containerID: string; readonly restartCount: number }> {
  const { kubectl } = await harness.cluster();
  const selector = 'app.kubernetes.io/name=ghost';
  const { items } = statuses.parse(
    JSON.parse(await kubectl(['-n', 'ghost', 'get', 'pods', '-l', selector, '-o', 'json'])),
  );
  const [status] = items.flatMap(({ status: { containerStatuses } }) => containerStatuses);
  if (status === undefined) throw wrong('Ghost has no pod');
  return status;
}

const restarts = async (harness: Harness) => (await ghostStatus(harness)).restartCount;

/** Requires that no other metric is there that would be paid for. */
async function requireNothingElse(harness: Harness): Promise<void> {
  const found = metrics.parse(JSON.parse(await boto3(harness, METRICS, [podMetricsNamespace(NAME)])));
  const names = found.map(({ name, dimensions }) => [name, ...dimensions].join(' of ')).sort();
  const wanted = Object.values(POD_MEASURES).toSorted();
  if (names.join() !== wanted.join())
    throw wrong(`the metrics are ${names.join(', ')}, expected: ${wanted.join(', ')}`);
}

/** Requires that the collector may ask for sizes of pods, and neither for what they are nor for a way into them. */
async function requireOneRight(harness: Harness): Promise<void> {
  const { access } = await harness.cluster();
  const { namespace, serviceAccount } = LOG_COLLECTOR;
  const who = {
    user: `system:serviceaccount:${namespace}:${serviceAccount}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
  for (const path of ['/api/v1/nodes', '/api/v1/nodes/node/proxy/pods', '/api/v1/pods', '/api/v1/secrets']) {
    const said = await attempt(access, who, { method: 'GET', path });
    if (!/forbidden/.test(said)) throw wrong(`the collector asks for ${path}: ${said}`);
  }
}

const METRICS = `
import boto3, json, sys
found = boto3.client("cloudwatch").list_metrics(Namespace=sys.argv[1])["Metrics"]
print(json.dumps([{"name": one["MetricName"], "dimensions": [d["Value"] for d in one["Dimensions"]]} for one in found]))`;
const metrics = z.array(z.object({ name: z.string(), dimensions: z.array(z.string()) }));

const STATISTICS = `
import boto3, json, sys
from datetime import datetime, timedelta, timezone
found = boto3.client("cloudwatch").get_metric_statistics(
    Namespace=sys.argv[1], MetricName=sys.argv[2], Period=10, Statistics=["Maximum"],
    StartTime=datetime.fromtimestamp(float(sys.argv[3]), timezone.utc), EndTime=datetime.now(timezone.utc) + timedelta(minutes=1))
print(json.dumps([one["Maximum"] for one in sorted(found["Datapoints"], key=lambda one: one["Timestamp"])]))`;

/** The newest number of a metric since a moment; undefined when there is none. @param since milliseconds since 1970 */
async function latest(harness: Harness, name: Measure, since: number): Promise<number | undefined> {
  const asked = [podMetricsNamespace(NAME), name, String(since / 1000)];
  return z
    .array(z.number())
    .parse(JSON.parse(await boto3(harness, STATISTICS, asked)))
    .at(-1);
}

function wrong(what: string): RehearsalError {
  return new RehearsalError(what, {
    where: DOCUMENT,
    help: 'see gitops/apps/logs/collector-metrics and lib/constructs/alarms/pod-metrics.ts; run again with --keep',
  });
}
