import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { controllersToEnable, hierarchies, weigh } from './cgroups.ts';

const UBUNTU = ['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids', 'rdma', 'misc'];

test('with cgroups of version 2 the kubelet gets the controllers that it insists on and nobody has enabled yet', () => {
  assert.equal(controllersToEnable(UBUNTU, ['cpu', 'memory', 'pids']), '+cpuset +hugetlb');
});

test('a controller that the kernel lacks is not asked for: the kernel would refuse the others with it', () => {
  assert.equal(controllersToEnable(['cpu', 'memory', 'pids'], []), '+cpu +memory +pids');
});

test('a machine on which everything is enabled, as systemd leaves it, is not touched', () => {
  assert.equal(controllersToEnable(UBUNTU, UBUNTU), '');
});

test('with cgroups of version 1 a folder that is no hierarchy is left alone', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const name of ['memory', 'somebody']) mkdirSync(join(root, name));
  writeFileSync(join(root, 'memory', 'cgroup.procs'), '');
  assert.deepEqual(hierarchies(root), [join(root, 'memory')]);
});

for (const { version, file, weight } of [
  { version: 1, file: 'cpu.shares', weight: '4096' },
  { version: 2, file: 'cpu.weight', weight: '400' },
])
  test(`with cgroups of version ${version} all pods together get as much as four sessions of other work`, (t) => {
    const group = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
    t.after(() => rmSync(group, { recursive: true }));
    writeFileSync(join(group, file), '1024');
    weigh(group);
    assert.equal(readFileSync(join(group, file), 'utf8'), weight);
    assert.deepEqual(readdirSync(group), [file], 'a hierarchy that shares no processors out gets no such file');
  });
