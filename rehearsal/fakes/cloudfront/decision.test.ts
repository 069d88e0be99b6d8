import assert from 'node:assert/strict';
import { test } from 'node:test';
import { behavior } from './behaviors.ts';
import { type Asked, decide } from './decision.ts';

const HOST = 'd111111abcdef8.cloudfront.net';
const behaviors = [
  behavior({ pattern: '/ghost/*' }),
  behavior({ pattern: '/hook/*', viewerProtocol: 'https-only' }),
  behavior(),
];

const ask = (asked: Partial<Asked>) =>
  decide({ method: 'GET', url: '/', host: HOST, secure: true, hasBody: false, ...asked }, { behaviors, hosts: [HOST] });

test('a request goes to the first behavior whose pattern matches its path', () => {
  const passed = ask({ url: '/ghost/api/admin/?x=/hook/y', method: 'POST' });
  assert.ok(passed.kind === 'pass');
  assert.equal(passed.behavior.pattern, '/ghost/*');
});

test('readers on plain HTTP are sent to HTTPS; the webhook, which is signed by machines, is refused', () => {
  const location = `https://${HOST}/a?b=c`;
  assert.deepEqual(ask({ url: '/a?b=c', secure: false }), { kind: 'redirect', status: 301, location });
  assert.deepEqual(ask({ url: '/a?b=c', secure: false, method: 'POST' }), { kind: 'redirect', status: 307, location });
  const refused = ask({ url: '/hook/abc', secure: false });
  assert.ok(refused.kind === 'refuse' && refused.status === 403);
});

test('another host name and a method that is not allowed are refused with 403', () => {
  const host = ask({ host: 'example.com' });
  assert.ok(host.kind === 'refuse' && host.status === 403);
  const method = ask({ method: 'TRACE' });
  assert.ok(method.kind === 'refuse' && method.status === 403);
});

test('a GET with a body is refused with 403', () => {
  const withBody = ask({ hasBody: true });
  assert.ok(withBody.kind === 'refuse' && withBody.status === 403);
  assert.equal(ask({ hasBody: true, method: 'POST' }).kind, 'pass');
});
