import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compressed } from './compression.ts';
import type { Answer } from './store.ts';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
const BODY = Buffer.from('a'.repeat(2000));
const HEADERS = { 'content-type': 'text/css; charset=utf-8', 'content-length': '2000', etag: '"1"' };
const answer = (headers: Answer['headers'] = {}): Answer => ({
  status: 200,
  headers: { ...HEADERS, ...headers },
  body: BODY,
});

test('a style sheet comes in Brotli to who takes it, in gzip to others, and as it is to who takes neither', () => {
  const brotli = compressed(answer(), 'br,gzip');
  assert.deepEqual([brotli.headers['content-encoding'], brotliDecompressSync(brotli.body)], ['br', BODY]);
  const gzip = compressed(answer(), 'gzip');
  assert.deepEqual([gzip.headers['content-encoding'], gunzipSync(gzip.body)], ['gzip', BODY]);
  assert.equal(compressed(answer(), undefined).body, BODY);
});

test('its ETag becomes a weak one, and a weak one stays', () => {
  assert.equal(compressed(answer(), 'br').headers.etag, 'W/"1"');
  assert.equal(compressed(answer({ etag: 'W/"1"' }), 'br').headers.etag, 'W/"1"');
});

test('pictures, what is compressed already, what is small or large, and what tells no length stay as they are', () => {
  const others: Answer['headers'][] = [
    { 'content-type': 'image/png' },
    { 'content-encoding': 'gzip' },
    { 'content-length': '999' },
    { 'content-length': '10000001' },
    { 'content-length': undefined },
  ];
  for (const headers of others) assert.equal(compressed(answer(headers), 'br').body, BODY, JSON.stringify(headers));
});
