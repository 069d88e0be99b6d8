import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Viewer } from './headers.ts';
import { distributionRules, isForwarded } from './rules.ts';
import { deployedGhost, first } from './stack.ts';

const BEHAVIORS = distributionRules(deployedGhost()).filter(isForwarded);

/** What the function of the app's own template makes of a request. */
function asked(url: string, headers: Viewer['headers'] = {}, pattern = '*') {
  const behavior = BEHAVIORS.find((one) => one.pattern === pattern);
  assert.ok(behavior, `the template has no behavior ${pattern}`);
  return behavior.viewerFunction({ url, headers, address: '192.0.2.7', requestId: 'id' });
}

for (const { pattern } of BEHAVIORS) {
  test(`an address that a viewer of ${pattern} made up does not reach Ghost`, () => {
    const outcome = asked('/a', { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' }, pattern);
    assert.equal(outcome.kind === 'request' && outcome.headers['x-forwarded-for'], '192.0.2.7');
  });
}

for (const { pattern } of BEHAVIORS.filter((one) => one.pattern !== '*')) {
  test(`a path in capitals is sent to the rules of ${pattern}`, () => {
    const path = pattern.replace('*', 'Some/Path');
    const outcome = asked(path.replace(/^\/\w+/, (part) => part.toUpperCase()));
    assert.deepEqual(outcome, { kind: 'answer', status: 308, headers: { location: path } });
  });
}

test('a redirect keeps the query string as it was written', () => {
  const outcome = asked('/Members/?token=a%2Fb&action=signin&tag=x&tag=y&flag');
  assert.equal(
    outcome.kind === 'answer' && outcome.headers.location,
    '/members/?token=a%2Fb&action=signin&tag=x&tag=y&flag',
  );
});

test('no redirect leads to another site', () => {
  for (const path of ['//GHOST.example.com/', '/\\GHOST/', '///Ghost/']) {
    const outcome = asked(path);
    assert.equal(outcome.kind, 'request', path);
  }
});

test('paths, query strings, cookies and other headers go on as they were', () => {
  const headers = { cookie: 'a=b; c=d', accept: 'text/html' };
  assert.deepEqual(asked('/Some-Post/?page=%2F&page=2', headers), {
    kind: 'request',
    url: '/Some-Post/?page=%2F&page=2',
    headers: { ...headers, 'x-forwarded-for': '192.0.2.7' },
  });
});

test('a function that throws is an error, not a request that passes', () => {
  const deployed = deployedGhost((resources) => {
    first(resources, 'AWS::CloudFront::Function').Properties.FunctionCode =
      'function handler() { throw new Error("no"); }';
  });
  const [behavior] = distributionRules(deployed);
  assert.throws(() => behavior?.viewerFunction({ url: '/', headers: {}, address: '', requestId: '' }), /no/);
});

test('a function that is never published does nothing on AWS, and is an error here', () => {
  const deployed = deployedGhost((resources) => {
    first(resources, 'AWS::CloudFront::Function').Properties.AutoPublish = false;
  });
  assert.throws(() => distributionRules(deployed), /AutoPublish/);
});
