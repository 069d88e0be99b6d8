import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADDRESSES, apiServiceAddress, clusterDnsAddress } from './addresses.ts';

test('the cluster DNS is the tenth address of the service range, as on EKS', () => {
  assert.equal(clusterDnsAddress('172.20.0.0/16'), '172.20.0.10');
  assert.equal(apiServiceAddress('10.100.0.0/16'), '10.100.0.1');
});

test('a range that is none is refused', () => {
  assert.throws(() => clusterDnsAddress('172.20.0/16'), RangeError);
});

test('nobody shares an address', () => {
  const addresses = Object.values(ADDRESSES);
  assert.equal(new Set(addresses).size, addresses.length);
});
