import assert from 'node:assert/strict';
import { test } from 'node:test';
import { templates } from '../../../test/support/fixtures.ts';
import { asIfDeployed } from '../deployed-stack/as-if-deployed.ts';
import { Deployed } from '../deployed-stack/deployed.ts';
import { aliases } from './aliases.ts';
import type { Viewer } from './headers.ts';
import { distributionRules, isForwarded } from './rules.ts';

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012';
const domain = { name: 'example.com', redirectFrom: ['www.example.com'], certificateArn };
const { Ghost } = templates({ blog: { ownerEmail: 'owner@example.com', domain } });
const DEPLOYED = new Deployed(asIfDeployed(Ghost.toJSON()));
const BEHAVIORS = distributionRules(DEPLOYED).filter(isForwarded);
const OTHERS = ['www.example.com', 'd111111abcdef8.cloudfront.net'];

/** What the function of the app's own template makes of a request. */
function asked(
  host: string,
  url: string,
  { pattern = '*', ...headers }: Viewer['headers'] & { pattern?: string } = {},
) {
  const behavior = BEHAVIORS.find((one) => one.pattern === pattern);
  assert.ok(behavior, `the template has no behavior ${pattern}`);
  return behavior.viewerFunction({ url, headers: { host, ...headers }, address: '192.0.2.7', requestId: 'id' });
}

for (const host of OTHERS) {
  for (const { pattern } of BEHAVIORS.filter((one) => one.pattern !== '/hook/*')) {
    test(`${host} redirects from ${pattern} to the same page of the blog's own name`, () => {
      const path = pattern === '*' ? '/some/path/' : pattern.replace('*', 'some/path/');
      const outcome = asked(host, `${path}?page=2&q=a%2Fb&flag`, { pattern });
      assert.ok(outcome.kind === 'answer');
      assert.equal(outcome.status, 308);
      assert.equal(outcome.headers.location, `https://example.com${path}?page=2&q=a%2Fb&flag`);
    });
  }

  test(`${host} takes a push: GitHub follows no redirect`, () => {
    const outcome = asked(host, '/hook/0bbf', { pattern: '/hook/*' });
    assert.equal(outcome.kind === 'request' && outcome.url, '/hook/0bbf');
  });
}

test('the distribution answers to its own names', () =>
  assert.deepEqual(aliases(DEPLOYED), ['example.com', 'www.example.com']));

test('a redirect is kept for an hour and not for good, so that a blog can get its old name back', () => {
  const outcome = asked('www.example.com', '/');
  assert.equal(outcome.kind === 'answer' && outcome.headers['cache-control'], 'max-age=3600');
});

test("the blog's own name is answered, in whichever letters it is written", () => {
  for (const host of ['example.com', 'Example.COM']) assert.equal(asked(host, '/a').kind, 'request', host);
});

test('under its own name a blog keeps the rules of one without: addresses, and paths in capitals', () => {
  const passed = asked('example.com', '/a', { 'x-forwarded-for': '198.51.100.1' });
  assert.equal(passed.kind === 'request' && passed.headers['x-forwarded-for'], '192.0.2.7');
  const outcome = asked('example.com', '/GHOST/x');
  assert.equal(outcome.kind === 'answer' && outcome.headers.location, '/ghost/x');
});

test('no path makes a redirect lead to another site', () => {
  for (const path of ['//evil.example/', '/\\evil.example/', '/@evil.example/']) {
    const outcome = asked('www.example.com', path);
    assert.ok(outcome.kind === 'answer');
    assert.equal(new URL(outcome.headers.location ?? '').host, 'example.com', path);
  }
});

test('the function fits into what CloudFront takes, and uses nothing that its JavaScript lacks', () => {
  const [{ FunctionCode = '' } = {}] = Object.values(Ghost.findResources('AWS::CloudFront::Function')).map(
    ({ Properties }) => Properties as { FunctionCode: string },
  );
  assert.ok(Buffer.byteLength(FunctionCode) <= 10 * 1024, `${Buffer.byteLength(FunctionCode)} bytes`);
  assert.doesNotMatch(FunctionCode, /\?\.|\bimport\s|\bexport\s|BLOG_NAME'/);
  assert.equal(FunctionCode.match(/function handler\(/g)?.length, 1);
});
