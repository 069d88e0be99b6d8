import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';

// The collector reads its configuration when it starts, on AWS alone: what is wrong with it no schema of Kubernetes finds. What
// each field means: https://opentelemetry.io/docs/collector/configuration/

/** A variable of its environment, as its configuration names it. */
const env = (name: string) => `\${env:${name}}`;

const FILE = 'gitops/apps/logs/collector.conf';

const { extensions, receivers, exporters, service } = parse(
  readFileSync(join(import.meta.dirname, '../../..', FILE), 'utf8'),
);
const { include, exclude, operators, ...reading } = receivers.file_log;
const { logs_endpoint, auth, headers, sending_queue, retry_on_failure, ...further } = exporters.otlp_http;

describe('the collector of logs', () => {
  const decided: readonly (readonly [what: string, is: unknown, shouldBe: unknown])[] = [
    ['reads what every pod of its node writes', include, ['/var/log/pods/*/*/*.log']],
    ['but not what it writes itself, which would never end', exclude, ['/var/log/pods/logs_collector-*/*/*.log']],
    [
      'reads a file from its beginning, and remembers how far it came',
      reading,
      { start_at: 'beginning', include_file_path: true, storage: 'file_storage' },
    ],
    [
      'takes the pod out of the path, and cuts what CloudWatch would refuse',
      operators,
      [{ type: 'container', max_log_size: 250_000 }],
    ],
    [
      'keeps what it remembers where its pod has a folder',
      extensions.file_storage,
      { directory: '/var/lib/collector' },
    ],
    [
      'signs what it sends to CloudWatch Logs of its region',
      [extensions.sigv4auth, auth, logs_endpoint],
      [
        { region: env('AWS_REGION'), service: 'logs' },
        { authenticator: 'sigv4auth' },
        `https://logs.${env('AWS_REGION')}.amazonaws.com/v1/logs`,
      ],
    ],
    [
      'names the group and the stream of its role',
      headers,
      { 'x-aws-log-group': env('LOG_GROUP'), 'x-aws-log-stream': env('LOG_STREAM') },
    ],
    [
      'loses no line while CloudWatch is away: it waits on the disk, and what is not read yet in its file',
      { ...sending_queue, ...retry_on_failure },
      {
        storage: 'file_storage',
        block_on_overflow: true,
        sizer: 'bytes',
        queue_size: 10_000_000,
        batch: { flush_timeout: '2s', min_size: 100_000, max_size: 700_000 },
        max_elapsed_time: '0s',
      },
    ],
    [
      'sends what it reads, has what it names, and opens no port for its own metrics',
      service,
      {
        extensions: Object.keys(extensions),
        pipelines: { logs: { receivers: Object.keys(receivers), exporters: Object.keys(exporters) } },
        telemetry: { metrics: { level: 'none' } },
      },
    ],
    [
      'has nothing else: it refuses to start with a field that it does not know',
      [Object.keys(extensions), Object.keys(receivers), Object.keys(exporters), further],
      [['file_storage', 'sigv4auth'], ['file_log'], ['otlp_http'], {}],
    ],
  ];
  for (const [what, is, shouldBe] of decided)
    test(what, () => assert.deepEqual(is, shouldBe, `${FILE}: write it so, or decide it again here`));
});
