import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, test } from 'node:test';
import { templates } from '../../../../test/support/fixtures.ts';
import { distributionRules, type Forwarded, isForwarded } from '../../../fakes/cloudfront/rules.ts';
import { asIfDeployed } from '../../../fakes/deployed-stack/as-if-deployed.ts';
import { Deployed } from '../../../fakes/deployed-stack/deployed.ts';
import { groupSettings } from '../../../fakes/load-balancer/settings.ts';
import { formerStack, formerWords } from './former-edge.ts';

const present = asIfDeployed(templates().Ghost.toJSON());
const before = new Deployed(formerStack(present, 'blog.example.com'));
const after = new Deployed(present);

/** The behavior of pages. */
function pages(stack: Deployed): Forwarded {
  const found = distributionRules(stack)
    .filter(isForwarded)
    .find(({ pattern }) => pattern === '*');
  assert.ok(found);
  return found;
}

describe('the edge of before', () => {
  test('keeps a page for as long as Ghost says, waits longer for a pod, and has no page for errors', () => {
    const { cachePolicy, origin, errorPages, errorTimes } = pages(before);
    assert.equal(cachePolicy.ttl?.max, 31_536_000);
    assert.deepEqual(origin.connect, { attempts: 3, seconds: 10 });
    assert.deepEqual([errorPages.size, errorTimes.size], [0, 0]);
  });

  test('differs from the one of today in each of these', () => {
    const { cachePolicy, origin, errorPages, errorTimes } = pages(after);
    assert.equal(cachePolicy.ttl?.max, 2, 'The figures compare pages that are kept with pages that are not.');
    assert.notDeepEqual(origin.connect, pages(before).origin.connect);
    assert.ok(errorPages.size > 0 && errorTimes.size > 0);
  });

  test('asks Ghost by its own name: Ghost would send readers of another one away', () => {
    assert.equal(pages(before).origin.customHeaders.host, 'blog.example.com');
  });

  test('has a load balancer whose targets are its own, and which ends no connection', () => {
    const [[arn, group] = ['', undefined]] = groupSettings(before);
    assert.ok(!groupSettings(after).has(arn), 'Two load balancers with one target group would fill it twice.');
    assert.deepEqual(group?.draining, { seconds: 15, terminates: false });
  });
});

describe('what Ghost said before', () => {
  const heard = (statusCode: number, said: string) => {
    const answer = { statusCode, headers: { 'cache-control': said } };
    formerWords(answer as unknown as IncomingMessage);
    return answer.headers['cache-control'];
  };

  test('is that nobody may keep a page, and everybody a permanent redirect for a year', () => {
    assert.equal(heard(200, 'public, max-age=2'), 'public, max-age=0');
    assert.equal(heard(304, 'public, max-age=2'), 'public, max-age=0');
    assert.equal(heard(301, 'public, max-age=0'), 'public, max-age=31536000');
  });

  test('is the same of everything else', () => {
    for (const said of ['public, max-age=31536000', 'no-cache, private', 'public, max-age=3600'])
      assert.equal(heard(200, said), said);
    assert.equal(heard(302, 'public, max-age=0'), 'public, max-age=0');
  });
});
