import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MachineView, ProcessView } from './host-snapshot.ts';
import { type EndedRun, leakError, leaksOf } from './leaks.ts';

const RUN: EndedRun = {
  id: 'rAbCdEf',
  folder: '/cache/runs/rAbCdEf',
  namespaces: ['net:[1001]', 'mnt:[1002]', 'pid:[1003]'],
  entriesBefore: new Set(['/run/containerd']),
  logsKept: false,
};

/** A machine on which much happens, and nothing of this run. */
const STRANGER: ProcessView = {
  pid: 7,
  command: 'kubelet',
  environment: ['ONEMERGE_SANDBOX=/cache/runs/rOther0/sandbox.json'],
  cgroups: '3:pids:/onemerge-rOther0/kubepods\n0::/\n',
  namespaces: ['net:[1]', 'mnt:[2]', 'pid:[3]'],
};
const CLEAN: MachineView = {
  processes: [STRANGER],
  mounts: ['36 35 98:0 / /mnt rw - ext4 /dev/a rw', '37 35 0:4 net:[9] /run/netns/a rw - nsfs nsfs rw'],
  cgroups: ['rOther0'],
  entries: new Set(['/run/containerd', '/tmp/letter.txt']),
};

const left = (change: Partial<MachineView>, folderExists = false) =>
  leaksOf(RUN, { ...CLEAN, ...change }, folderExists);

describe('what a run leaves is told', () => {
  test('nothing, when all that the machine has is of others', () => {
    assert.deepEqual(left({}), []);
  });

  test('a process that was started in the sandbox', () => {
    const kubelet = { ...STRANGER, pid: 8, environment: ['A=1', 'ONEMERGE_SANDBOX=/cache/runs/rAbCdEf/sandbox.json'] };
    assert.deepEqual(left({ processes: [STRANGER, kubelet] }), ['process 8 (kubelet)']);
  });

  test('a container, by its cgroup', () => {
    const ghost = { ...STRANGER, pid: 9, command: 'node', environment: [], cgroups: '3:pids:/onemerge-rAbCdEf/pod1\n' };
    assert.deepEqual(left({ processes: [ghost] }), ['container 9 (node)']);
  });

  test('a namespace that some process is still in', () => {
    const shell = {
      ...STRANGER,
      pid: 10,
      environment: [],
      cgroups: '0::/\n',
      namespaces: ['net:[1001]', 'mnt:[2]', 'pid:[3]'],
    };
    assert.deepEqual(left({ processes: [shell] }), ['namespace net:[1001] of 10']);
  });

  test('no namespace whose number another run has got since', () => {
    const reused = { ...STRANGER, namespaces: RUN.namespaces };
    assert.deepEqual(
      left({ processes: [reused, { ...reused, environment: [] }, { ...reused, cgroups: '0::/\n' }] }),
      [],
    );
  });

  test('a namespace that a mount keeps', () => {
    const mounts = ['37 35 0:4 net:[1001] /run/netns/x rw - nsfs nsfs rw'];
    assert.deepEqual(left({ mounts }), ['namespace net:[1001], mounted']);
  });

  test('a mount of its folder, or in it', () => {
    const of = '40 35 98:0 /cache/runs/rAbCdEf /run/onemerge rw - ext4 /dev/a rw';
    const inside = '41 35 0:5 / /cache/runs/rAbCdEf/x rw - tmpfs tmpfs rw';
    assert.deepEqual(left({ mounts: [of, inside] }), ['mount /run/onemerge', 'mount /cache/runs/rAbCdEf/x']);
  });

  test('its cgroup', () => {
    assert.deepEqual(left({ cgroups: ['rOther0', 'rAbCdEf'] }), ['cgroup /onemerge-rAbCdEf']);
  });

  test('a new file outside its folder, if it is named like those of its programs', () => {
    const entries = new Set([
      ...CLEAN.entries,
      '/etc/cni',
      '/tmp/ministack-state',
      '/tmp/truncated.txt',
      '/tmp/cdk.outAbCdEf',
    ]);
    assert.deepEqual(left({ entries }), ['file /etc/cni', 'file /tmp/ministack-state']);
  });

  test('its folder, unless its logs are kept', () => {
    assert.deepEqual(left({}, true), ['folder /cache/runs/rAbCdEf']);
    assert.deepEqual(leaksOf({ ...RUN, logsKept: true }, CLEAN, true), []);
  });
});

test('the error for what is left names it, and what removes it', () => {
  assert.equal(
    leakError('rAbCdEf', ['process 8 (kubelet)', 'file /etc/cni']).report(),
    [
      'the rehearsal rAbCdEf left behind: process 8 (kubelet), file /etc/cni',
      '  help: npx onemerge rehearse clean; look whose they are, then: rm -r /etc/cni',
    ].join('\n'),
  );
});
