import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distributionRules } from '../rules.ts';
import { deployedGhost } from '../stack.ts';
import { acceptedEncodings, cacheKey, urlOf } from './key.ts';
import type { CachePolicy } from './policy.ts';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-the-cache-key.html
const POLICY: CachePolicy = {
  key: { header: (name) => name === 'accept', cookie: (name) => name === 'session', query: (name) => name !== 'utm' },
  encodings: ['br', 'gzip'],
  ttl: { min: 0, default: 0, max: 60 },
};

const same = (one: Parameters<typeof cacheKey>, other: Parameters<typeof cacheKey>) =>
  cacheKey(...one) === cacheKey(...other);
const ask = (url: string, headers: Record<string, string> = {}) => [url, headers, POLICY] as const;

test('what the policy selects of query, headers and cookies tells objects apart, and nothing else does', () => {
  assert.ok(same([...ask('/a?x=1')], [...ask('/a?x=1&utm=2', { cookie: 'other=1', 'user-agent': 'b' })]));
  assert.ok(!same([...ask('/a?x=1')], [...ask('/a?x=2')]));
  assert.ok(!same([...ask('/a')], [...ask('/A')]), 'paths keep their case');
  assert.ok(!same([...ask('/a', { cookie: 'session=1' })], [...ask('/a', { cookie: 'session=2' })]));
  assert.ok(!same([...ask('/a', { accept: 'text/html' })], [...ask('/a', { accept: 'image/webp' })]));
});

test('browsers that accept the same encodings share an object, however they say so', () => {
  const accepted = (value: string) => acceptedEncodings({ 'accept-encoding': value }, POLICY);
  assert.equal(accepted('gzip, deflate, br;q=0.5, zstd'), 'br,gzip');
  assert.equal(accepted('deflate, gzip'), 'gzip');
  assert.equal(accepted('identity'), undefined);
  assert.ok(!same([...ask('/a', { 'accept-encoding': 'gzip' })], [...ask('/a')]));
});

test('an invalidation finds a key by path and selected query string', () => {
  assert.equal(urlOf(cacheKey('/a?x=1&utm=2&y', { cookie: 'session=1' }, POLICY)), '/a?x=1&y');
});

test('the behaviors of the template that cache nothing are told from those that do', () => {
  const cached = distributionRules(deployedGhost()).filter(({ cachePolicy }) => cachePolicy.ttl !== undefined);
  assert.ok(cached.some(({ pattern }) => pattern === '*'));
  assert.ok(!cached.some(({ pattern }) => ['/ghost/*', '/members/*', '/hook/*'].includes(pattern)));
});
