import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL, behavior, NOTHING } from './behaviors.ts';
import type { Forwarding } from './forwarding.ts';
import { originHeaders, originPath, viewerHeaders } from './headers.ts';

const sent = (headers: Record<string, string>, forwarding: Forwarding = ALL) =>
  originHeaders({ headers, url: '/', address: '192.0.2.7', requestId: 'id' }, behavior({ forwarding }));

test('a reader cannot choose the protocol that Ghost sees', () => {
  assert.equal(sent({ 'x-forwarded-proto': 'http' })['x-forwarded-proto'], 'https');
});

test('what the policies do not name stays behind, what belongs to the body goes along', () => {
  const headers = sent({ host: 'a', 'user-agent': 'b', 'x-hub-signature-256': 'c', 'content-type': 'd' }, NOTHING);
  assert.equal(headers.host, 'balancer.elb.amazonaws.com');
  assert.equal(headers['user-agent'], 'Amazon CloudFront');
  assert.equal(headers['x-hub-signature-256'], undefined);
  assert.equal(headers['content-type'], 'd');
});

test('headers that are forwarded arrive as they were sent; those between neighbours do not', () => {
  const headers = sent({ host: 'blog.example.com', 'x-hub-signature-256': 'sha256=00', connection: 'keep-alive' });
  assert.equal(headers.host, 'blog.example.com');
  assert.equal(headers['x-hub-signature-256'], 'sha256=00');
  assert.equal(headers.connection, undefined);
});

test('the address of the viewer is added to those it came through', () => {
  assert.equal(sent({})['x-forwarded-for'], '192.0.2.7');
  assert.equal(sent({ 'x-forwarded-for': '198.51.100.1' })['x-forwarded-for'], '198.51.100.1, 192.0.2.7');
});

test('cookies and query strings follow the policies', () => {
  const some: Forwarding = { ...NOTHING, cookie: (name) => name === 'session', query: (name) => name === 'page' };
  assert.equal(sent({ cookie: 'session=a; other=b' }, some).cookie, 'session=a');
  assert.equal(sent({ cookie: 'other=b' }, some).cookie, undefined);
  assert.equal(originPath('/a?page=%2F&x=1', behavior({ forwarding: some })), '/a?page=%2F');
  assert.equal(originPath('/a?b=1', behavior({ forwarding: NOTHING })), '/a');
  assert.equal(originPath('/a?b=1&c', behavior()), '/a?b=1&c');
});

test('a header that may not override keeps what the origin said', () => {
  const added = [
    { name: 'referrer-policy', value: 'ours', override: false },
    { name: 'x-frame-options', value: 'ours', override: true },
  ];
  const headers = viewerHeaders(
    { 'referrer-policy': 'theirs', 'x-frame-options': 'theirs', connection: 'close' },
    added,
  );
  assert.equal(headers['referrer-policy'], 'theirs');
  assert.equal(headers['x-frame-options'], 'ours');
  assert.equal(headers.connection, undefined);
});
