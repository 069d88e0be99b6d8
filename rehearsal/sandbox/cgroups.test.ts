import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controllersToEnable } from './cgroups.ts';

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
