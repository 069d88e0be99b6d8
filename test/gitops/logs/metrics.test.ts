import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import type { Manifest } from '../../../cli/shared/rendering/render.ts';
import { LOG_COLLECTOR, POD_MEASURES } from '../../../lib/names.ts';
import { ofKind, REPOSITORY, TREES, UNREADABLE } from '../tree.ts';

const FOLDER = 'gitops/apps/logs/collector-metrics';
const text = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');

const own = parse(text(`${FOLDER}/metrics.conf`));
const base = parse(text('gitops/apps/logs/collector.conf'));
const { file_log: reading, kubeletstats, 'file_log/memory': memory } = own.receivers;

/** What the collector makes of a record besides its body. */
const added = (operators: readonly { field?: string }[]): string[] =>
  operators.flatMap(({ field }) => (field?.startsWith('attributes.') ? [field.slice('attributes.'.length)] : []));
const removed = ['at'];

/** Objects of a tree's folder of logs. */
const applied = (tree: keyof typeof TREES): readonly Manifest[] =>
  TREES[tree].find(({ name }) => name === 'logs')?.objects ?? [];
const measuring = (kind: string, name: string): Manifest => {
  const found = applied('pods measured').find((one) => one.kind === kind && one.metadata.name === name);
  assert.ok(found, `${FOLDER} renders no ${kind} ${name}`);
  return found;
};

describe('the numbers that the collector says of pods', () => {
  test('are those of which metrics are made, and no others', () => {
    const names = [...added(reading.operators), ...added(memory.operators)].filter((name) => !removed.includes(name));
    assert.deepEqual(
      names.toSorted(),
      Object.keys(POD_MEASURES).toSorted(),
      `${FOLDER}/metrics.conf and POD_MEASURES of lib/names.ts must name the same attributes`,
    );
  });

  test('have names that a filter of CloudWatch reads as they are: without dots', () => {
    for (const name of Object.keys(POD_MEASURES)) assert.match(name, /^\w+$/);
  });

  test('do not change how lines are read and cut, which the second file repeats', () => {
    const [first] = reading.operators;
    assert.deepEqual([Object.keys(reading), first], [['operators'], base.receivers.file_log.operators[0]]);
  });

  test('take of the kubelet two sizes of containers a minute, and ask it for nothing that it keeps to itself', () => {
    const { metrics, ...asked } = kubeletstats;
    assert.deepEqual(asked, {
      endpoint: `https://\${env:NODE_ADDRESS}:10250`,
      auth_type: 'serviceAccount',
      collection_interval: '60s',
      metric_groups: ['container'],
    });
    const OF_CONTAINERS = [
      ...['time', 'usage'].map((name) => `cpu.${name}`),
      ...['available', 'capacity', 'usage'].map((name) => `filesystem.${name}`),
      ...['major_page_faults', 'page_faults', 'rss', 'usage'].map((name) => `memory.${name}`),
    ].map((name) => `container.${name}`);
    assert.deepEqual(metrics, Object.fromEntries(OF_CONTAINERS.map((name) => [name, { enabled: false }])));
  });

  test('go by a file that cannot fill the disk', () => {
    const { path, rotation } = own.exporters.file;
    assert.deepEqual([memory.include, rotation], [[path], { max_megabytes: 1, max_backups: 1 }]);
    assert.equal(path, `${base.extensions.file_storage.directory}/memory.json`);
  });

  test('are not sent when they cannot be read: the raw answer of the kubelet would be a dear line', () => {
    const reading = memory.operators.filter(
      ({ type, field }: { type: string; field?: string }) =>
        type === 'json_parser' || (type === 'add' && ['attributes.at', 'body'].includes(field ?? '')),
    );
    // The last makes a text of what was read.
    const lost = reading.map(({ on_error }: { on_error?: string }) => on_error);
    assert.deepEqual(lost, ['drop', 'drop', 'drop', undefined]);
  });

  test('are sent by the way of lines', () => {
    assert.deepEqual(own.service.pipelines, {
      logs: { receivers: ['file_log', 'file_log/memory'] },
      metrics: { receivers: ['kubeletstats'], exporters: ['file'] },
    });
    assert.deepEqual(Object.keys(own).toSorted(), ['exporters', 'receivers', 'service']);
  });
});

describe('a collector that measures pods', { skip: UNREADABLE }, () => {
  const pod = measuring('DaemonSet', 'collector').spec.template.spec;
  const plain = applied('logs kept').find(({ kind }) => kind === 'DaemonSet')?.spec.template.spec;

  test('reads both files, and has each variable that they name', () => {
    const [{ args, env }] = pod.containers;
    assert.deepEqual(args, ['--config=/etc/collector/collector.conf', '--config=/etc/collector/metrics.conf']);
    const files = ['gitops/apps/logs/collector.conf', `${FOLDER}/metrics.conf`].map(text).join('');
    const read = [...files.matchAll(/\$\{env:(\w+)\}/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(read), 'GOMEMLIMIT'].sort(), env.map(({ name }: { name: string }) => name).sort());
    const held = applied('pods measured').find(({ kind }) => kind === 'ConfigMap');
    assert.deepEqual(Object.keys(held?.data).sort(), ['collector.conf', 'metrics.conf']);
    assert.equal(held?.metadata.annotations?.['kustomize.toolkit.fluxcd.io/substitute'], 'disabled');
  });

  test('asks the kubelet of its own node', () => {
    const { valueFrom } = pod.containers[0].env.find(({ name }: { name: string }) => name === 'NODE_ADDRESS');
    assert.deepEqual(valueFrom, { fieldRef: { fieldPath: 'status.hostIP' } });
  });

  test('is otherwise the same: it sees no more of its node, and has no other power', () => {
    const { containers, automountServiceAccountToken, ...rest } = pod;
    const { containers: before, automountServiceAccountToken: token, ...restBefore } = plain;
    const without = ({ args: _args, env: _env, ...one }: Manifest[string]) => one;
    const files = (spec: Manifest[string]) => JSON.stringify(spec).replace(/collector-[a-z0-9]{10}/, 'collector');
    assert.deepEqual([automountServiceAccountToken, token], [true, false]);
    assert.deepEqual(containers.map(without), before.map(without));
    assert.equal(files(rest), files(restBefore));
  });

  test('may ask kubelets for sizes, and may nothing else', () => {
    const { rules, metadata } = measuring('ClusterRole', 'onemerge-pod-sizes');
    assert.deepEqual(rules, [{ apiGroups: [''], resources: ['nodes/stats'], verbs: ['get'] }]);
    const bindings = ['ClusterRoleBinding', 'RoleBinding']
      .flatMap(ofKind)
      .filter(({ subjects = [] }) =>
        subjects.some(({ namespace }: { namespace?: string }) => namespace === LOG_COLLECTOR.namespace),
      );
    assert.deepEqual(
      [...new Set(bindings.map(({ kind, roleRef }) => `${kind} ${roleRef.kind} ${roleRef.name}`))],
      [`ClusterRoleBinding ClusterRole ${metadata.name}`],
    );
  });

  test('reaches kubelets of the VPC, by one port', () => {
    const policies = applied('pods measured').filter(({ kind }) => kind === 'NetworkPolicy');
    const before = applied('logs kept').filter(({ kind }) => kind === 'NetworkPolicy');
    const more = policies.filter(({ metadata }) => !before.some((one) => one.metadata.name === metadata.name));
    assert.deepEqual(
      more.map(({ spec }) => [spec.policyTypes, spec.ingress, spec.egress]),
      [
        [
          ['Egress'],
          undefined,
          [{ to: [{ ipBlock: { cidr: '10.0.0.0/16' } }], ports: [{ protocol: 'TCP', port: 10_250 }] }],
        ],
      ],
    );
  });

  test('has none of that where the config does not ask for it', () => {
    const kinds = (tree: keyof typeof TREES) => applied(tree).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    assert.ok(!kinds('logs kept').some((one) => /sizes|kubelet/.test(one)), kinds('logs kept').join(', '));
    assert.deepEqual(kinds('mail off'), []);
  });
});
