import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requestsOf } from './requests.ts';

const container = (cpu?: string, memory?: string) => ({
  resources: { requests: { ...(cpu && { cpu }), ...(memory && { memory }) } },
});

describe('What pods ask a node for', () => {
  test('is the sum of all containers of all pods, whatever the unit', () => {
    const pods = [
      { spec: { containers: [container('250m', '512Mi'), container('1', '1Gi')] } },
      { spec: { containers: [container('10m', '65536Ki')] } },
    ];
    assert.deepEqual(requestsOf(pods), { millicores: 1260, mebibytes: 1600 });
  });

  test('is what a container before the others asks for, when that is more', () => {
    const pod = { spec: { initContainers: [container('500m', '2Gi')], containers: [container('100m', '64Mi')] } };
    assert.deepEqual(requestsOf([pod]), { millicores: 500, mebibytes: 2048 });
  });

  test('is nothing for who asks for nothing', () =>
    assert.deepEqual(requestsOf([{ spec: { containers: [{}] } }]), { millicores: 0, mebibytes: 0 }));

  test('is told to be unknown in a unit that nobody reads', () =>
    assert.throws(() => requestsOf([{ spec: { containers: [container('1m', '5T')] } }]), /asks for 5T of memory/));
});
