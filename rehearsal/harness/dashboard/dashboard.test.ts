import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { templates, theOnly } from '../../../test/support/fixtures.ts';
import { Balancer, REGISTRATION_SECONDS } from '../../fakes/load-balancer/balancer.ts';
import { graphsOf } from './definition.ts';
import { drawDashboard } from './draw.ts';
import { requestsIn, targetsIn } from './edge-log.ts';
import { pointsOf } from './points.ts';

const MINUTE = 60_000;

/** A dashboard of one graph. */
const definition = (metrics: unknown[]) =>
  JSON.stringify({
    widgets: [{ type: 'metric', x: 0, y: 0, width: 8, height: 6, properties: { title: 'A <graph>', metrics } }],
  });

describe('the definition of a dashboard', () => {
  test('names each line by its metric, its dimensions, its statistic and its axis', () => {
    const [graph] = graphsOf(
      definition([['AWS/RDS', 'CPU', 'Id', 'db', 'Region', 'x', { stat: 'Sum', yAxis: 'right' }]]),
    );
    assert.deepEqual(graph?.lines, [
      { namespace: 'AWS/RDS', name: 'CPU', dimensions: { Id: 'db', Region: 'x' }, statistic: 'Sum', axis: 'right' },
    ]);
  });

  test('means the average, on the left, where it says nothing', () => {
    const [graph] = graphsOf(definition([['AWS/RDS', 'CPU', 'Id', 'db']]));
    assert.deepEqual([graph?.lines[0]?.statistic, graph?.lines[0]?.axis], ['Average', 'left']);
  });

  test('is read as the stack has it, every graph of it', () => {
    const { DashboardBody } = theOnly(templates().Alarms, 'AWS::CloudWatch::Dashboard').Properties;
    const [, parts] = DashboardBody['Fn::Join'];
    const text = parts.map((part: unknown) => (typeof part === 'string' ? part : 'x')).join('');
    const graphs = graphsOf(text);
    assert.ok(graphs.length >= 12, `${graphs.length} graphs`);
    assert.ok(
      graphs.every(({ lines }) => lines.length > 0 && lines.every(({ dimensions }) => dimensions !== undefined)),
    );
  });
});

test('points sum up what was seen in each period, and a period without anything has none', () => {
  const samples = [
    { at: 0, value: 1 },
    { at: 1000, value: 3 },
    { at: 2 * MINUTE, value: 5 },
  ];
  const values = (statistic: string) => pointsOf(samples, statistic, MINUTE).map(({ value }) => value);
  assert.deepEqual(values('Sum'), [4, 5]);
  assert.deepEqual(values('Average'), [2, 5]);
  assert.deepEqual(values('Maximum'), [3, 5]);
  assert.deepEqual(values('Minimum'), [1, 5]);
  assert.throws(() => values('p99'), /no statistic p99: add it to/);
});

describe("the edge's log", () => {
  const LOG = [
    '2026-11-27T00:00:01.000Z 200 GET /a b/ 3 ms',
    '2026-11-27T00:00:02.000Z 503 POST /x 3 ms (no target)',
    '2026-11-27T00:00:30.000Z targets: [["arn:aws:x:targetgroup/g/1",["10.0.0.1:1 healthy","10.0.0.2:1 initial"]]]',
    '2026-11-27T00:01:40.000Z targets: [["arn:aws:x:targetgroup/g/1",["10.0.0.1:1 draining"]]]',
    '2026-11-27T00:01:45.000Z targets unknown: fetch failed',
  ]
    .join('\n')
    .replace('/a b/', '/a/');
  const start = Date.parse('2026-11-27T00:00:30.000Z');

  test('tells of each request, and which failed', () => {
    const { requests, failed } = requestsIn(LOG);
    assert.equal(requests.length, 2);
    assert.deepEqual(
      failed.map(({ value }) => value),
      [0, 100],
    );
  });

  test('tells how many targets there were, for as long as nothing changed too', () => {
    const held = targetsIn(LOG, 'targetgroup/g/1', MINUTE, start + 3 * MINUTE);
    assert.deepEqual(
      held.map(({ at, value }) => [(at - start) / MINUTE, value]),
      [
        [0, 1],
        [1, 1],
        [2, 0],
        [3, 0],
        [70 / 60, 0],
      ],
    );
  });

  test('is read in the words of the load balancer', async () => {
    const thresholds = { healthy: 1, unhealthy: 1 };
    const check = { protocol: 'HTTP', path: '/', listenerPort: 1, interval: 5, timeout: 4, thresholds } as const;
    const settings = {
      healthCheck: { ...check, matches: () => true },
      draining: { seconds: 30, terminates: true },
    };
    const arn = 'arn:aws:x:targetgroup/g/1';
    const balancer = new Balancer(new Map([[arn, settings]]), async () => true);
    const targets = new Map([[arn, [{ address: '10.0.0.1', port: 1 }]]]);
    const healthy = () =>
      targetsIn(`${new Date(start).toISOString()} targets: ${balancer}`, 'targetgroup/g/1', MINUTE, start);
    balancer.look(targets, 0);
    assert.deepEqual(
      healthy().map(({ value }) => value),
      [0],
    );
    balancer.look(targets, REGISTRATION_SECONDS * 1000);
    await nextTurn();
    assert.deepEqual(
      healthy().map(({ value }) => value),
      [1],
    );
  });

  test('knows nothing of targets before the first look', () => {
    assert.deepEqual(targetsIn('', 'targetgroup/g/1', MINUTE, start), []);
  });
});

describe('the picture of a dashboard', () => {
  const graphs = graphsOf(
    definition([
      ['A', 'seen'],
      ['A', 'quiet', { yAxis: 'right' }],
      ['A', 'elsewhere'],
    ]),
  );
  const { html, width, height } = drawDashboard({
    title: 'blog & all',
    note: 'of today',
    graphs,
    samples: ({ name }) => ({ seen: [{ at: 5 * MINUTE, value: 42 }], quiet: [] })[name],
    from: 0,
    to: 10 * MINUTE,
    period: MINUTE,
  });

  test('has a point where something was measured: half of the time, and near the top of its axis', () => {
    const [, x = '', y = ''] = /<circle cx="([\d.]+)" cy="([\d.]+)"/.exec(html) ?? [];
    assert.ok(Math.abs(Number(x) - (64 + (520 - 56)) / 2) < 1, x);
    assert.ok(Number(y) > 34 && Number(y) < 60, y);
    assert.equal(html.match(/<circle/g)?.length, 1);
  });

  test('says what has no numbers yet, and what nothing here measures', () => {
    assert.match(html, /quiet \(Average, right axis\): nothing yet/);
    assert.match(html, /elsewhere \(Average\): on AWS alone/);
  });

  test('shows text as it is, and loads nothing', () => {
    assert.match(html, /A &lt;graph&gt;/);
    assert.match(html, /blog &amp; all/);
    assert.doesNotMatch(html, /https?:|<script/);
  });

  test('is as large as its grid', () => {
    assert.ok(width > 1500 && height > 300 && height < 600, `${width} x ${height}`);
  });
});
