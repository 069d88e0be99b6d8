import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { MERGES, podMetricsNamespace } from '../../lib/names.ts';
import { REGION } from '../fakes/aws/start.ts';
import { boto3 } from '../harness/boto3.ts';
import { draw, profile } from '../harness/browser/chromium.ts';
import { SCREENSHOTS } from '../harness/browser/screenshots.ts';
import { graphsOf, type Line } from '../harness/dashboard/definition.ts';
import { drawDashboard } from '../harness/dashboard/draw.ts';
import { requestsIn, targetsIn } from '../harness/dashboard/edge-log.ts';
import type { Sample } from '../harness/dashboard/points.ts';
import { askAsMaster } from '../harness/database-server.ts';
import type { Harness } from '../harness/harness.ts';
import { NAME } from '../harness/project.ts';
import { RehearsalError } from '../shared/errors.ts';
import { shown } from './pictures.ts';
import type { Scenario } from './scenario.ts';

/** A rehearsal takes minutes, and not days: a point of the picture is one minute. */
const PERIOD = 60_000;

const NOTE =
  'The deployed definition, with the numbers of this rehearsal, each point a minute. What nothing here measures is left empty: on AWS the services publish it.';

const DEFINITION = `
import boto3, sys
print(boto3.client("cloudwatch").get_dashboard(DashboardName=sys.argv[1])["DashboardBody"])`;

const STATISTICS = `
import boto3, json, sys
from datetime import datetime, timedelta, timezone
asked = json.loads(sys.argv[1])
now = datetime.now(timezone.utc)
found = boto3.client("cloudwatch").get_metric_statistics(
    Namespace=asked["namespace"], MetricName=asked["name"], Period=60, Statistics=["Maximum"],
    Dimensions=[{"Name": name, "Value": value} for name, value in asked["dimensions"].items()],
    StartTime=now - timedelta(hours=6), EndTime=now + timedelta(minutes=1))
print(json.dumps([{"at": one["Timestamp"].timestamp() * 1000, "value": one["Maximum"]} for one in found["Datapoints"]]))`;

/** The dashboard as it is deployed, drawn with what this rehearsal has measured. */
export const dashboard: Scenario = {
  id: 'picture-dashboard',
  title: 'the dashboard, by its deployed definition, with the numbers of this run',
  extra: 'pictures',
  run: async (harness) => {
    const graphs = graphsOf(await boto3(harness, DEFINITION, [`${NAME}-${REGION}`]));
    const to = Date.now();
    const seen = new Map<Line, readonly Sample[]>();
    for (const line of graphs.flatMap(({ lines }) => lines)) {
      const samples = await samplesOf(harness, line, to);
      if (samples) seen.set(line, samples);
    }
    requireNumbers(seen);
    const from = Math.min(to - 10 * PERIOD, ...[...seen.values()].flatMap((samples) => samples.map(({ at }) => at)));
    const { html, ...size } = drawDashboard({
      title: `${NAME}-${REGION}`,
      note: NOTE,
      graphs,
      samples: (line) => seen.get(line),
      from,
      to,
      period: PERIOD,
    });
    const lines = graphs.flatMap((graph) => graph.lines).length;
    const picture = await shown(harness, async (browser) => {
      const source = join(profile(browser), 'dashboard.html');
      writeFileSync(source, html);
      const file = join(SCREENSHOTS, 'dashboard.png');
      await draw(browser, { page: pathToFileURL(source), ...size }, file);
      return [file];
    });
    return `${graphs.length} graphs, ${seen.size} of ${lines} lines with numbers; ${picture}`;
  },
};

/** What this rehearsal has measured of a metric; undefined where it measures none. */
async function samplesOf(harness: Harness, line: Line, now: number): Promise<readonly Sample[] | undefined> {
  const { namespace, name, dimensions } = line;
  if ([MERGES, podMetricsNamespace(NAME)].includes(namespace))
    return z.array(sample).parse(JSON.parse(await boto3(harness, STATISTICS, [JSON.stringify(line)])));
  const log = readFileSync(harness.sandbox.log('cloudfront'), 'utf8');
  switch (name) {
    case 'Requests':
      return requestsIn(log).requests;
    case '5xxErrorRate':
      return requestsIn(log).failed;
    case 'HealthyHostCount':
      return targetsIn(log, dimensions.TargetGroup ?? '', PERIOD, now);
    case 'DatabaseConnections':
      return [{ at: now, value: await connections(harness) }];
    case 'scheduler_pending_pods_UNSCHEDULABLE':
      return [{ at: now, value: await unschedulable(harness) }];
    default:
      return undefined;
  }
}

const sample = z.object({ at: z.number(), value: z.number() });

/** How many connections are open, without the one that asks. */
async function connections(harness: Harness): Promise<number> {
  const [row = ''] = await askAsMaster(harness, "SHOW GLOBAL STATUS LIKE 'Threads_connected'");
  return Number(row.split('\t')[1]) - 1;
}

const pods = z.object({
  items: z.array(
    z.object({
      status: z.object({
        conditions: z.array(z.object({ type: z.string(), reason: z.string().optional() })).default([]),
      }),
    }),
  ),
});

async function unschedulable(harness: Harness): Promise<number> {
  const { kubectl } = await harness.cluster();
  const { items } = pods.parse(JSON.parse(await kubectl(['get', 'pods', '--all-namespaces', '-o', 'json'])));
  return items.filter(({ status }) => status.conditions.some(({ reason }) => reason === 'Unschedulable')).length;
}

/** What any rehearsal has more than nothing of once it has merged; else the definition, or what publishes, names something else. */
const EXPECTED = ['Requests', 'HealthyHostCount', 'LeadTime'];

/** @throws RehearsalError when a line that must have numbers has none but nought */
function requireNumbers(seen: ReadonlyMap<Line, readonly Sample[]>): void {
  const names = [...seen].filter(([, samples]) => samples.some(({ value }) => value > 0)).map(([{ name }]) => name);
  const missing = EXPECTED.filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  throw new RehearsalError(`the dashboard shows nothing of ${missing.join(', ')}`, {
    where: 'lib/constructs/alarms/blog-dashboard.ts',
    help: 'compare its namespaces and dimensions with what is published: cli/announce/merge-metrics.ts, and the log `cloudfront`',
  });
}
