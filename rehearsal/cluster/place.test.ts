import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds } from '../../lib/config/cidr.ts';
import { ADDRESSES, SANDBOX_NETWORK } from '../sandbox/addresses.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { FIRST, PLACES, placeCgroup, placeFolder, placeImages, sandboxAt } from './place.ts';

const [, SECOND = FIRST] = PLACES;
/** What the config gives a VPC by default. */
const VPC = '10.0.0.0/16';

test('no two clusters share an address, a range of pods, a folder, a cgroup or a runtime', () => {
  const sandbox = { folder: '/run/onemerge' };
  const shares = PLACES.flatMap((place) => [
    place.node,
    place.kubernetes,
    place.pods,
    place.podGateway,
    place.podIdentity,
    place.state,
    placeFolder(sandbox, place),
    placeCgroup('r1', place),
  ]);
  assert.equal(new Set(shares).size, shares.length, `give each place its own: ${shares.join(' ')}`);
});

test("the second cluster lies in the VPC's range, where nobody of the sandbox is", () => {
  const { node, kubernetes, podIdentity, pods } = SECOND;
  for (const address of [node, kubernetes, podIdentity]) {
    assert.ok(holds(VPC, `${address}/32`), `policies written for the VPC do not mean ${address}`);
    assert.ok(!holds(SANDBOX_NETWORK, `${address}/32`), `${address} would be looked for in the sandbox's own network`);
    assert.ok(!Object.values<string>(ADDRESSES).includes(address), `somebody has ${address} already`);
  }
  assert.ok(holds(VPC, pods));
});

test("the second's programs start in its network, under names of their own, with what the node's programs need", () => {
  const started: unknown[] = [];
  const sandbox = {
    log: (name: string) => `/log/${name}`,
    start: (...args: unknown[]) => started.push(args),
  } as unknown as Sandbox;
  for (const place of PLACES) sandboxAt(sandbox, place).start('etcd', 'etcd', ['--flag'], { env: { LIBRARY: 'node' } });
  assert.deepEqual(started, [
    ['etcd', 'etcd', ['--flag'], { env: { LIBRARY: 'node' } }],
    ['etcd-second', 'nsenter', ['--net=/run/second.net', 'env', 'LIBRARY=node', 'etcd', '--flag'], { env: {} }],
  ]);
  assert.equal(sandboxAt(sandbox, SECOND).log('kubelet'), '/log/kubelet-second');
});

test('the container runtimes of two places keep their images apart', () => {
  const folders = PLACES.map((place) => placeImages({ shortLived: '/run/short-lived' }, place));
  assert.equal(new Set(folders).size, PLACES.length);
});
