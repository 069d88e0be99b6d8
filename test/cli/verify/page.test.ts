import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Cause } from '../../../cli/verify/causes.ts';
import type { ReaderFacts } from '../../../cli/verify/facts.ts';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { facts, reader } from './facts.ts';

const { status: _, generator: __, ...SILENT } = reader();

function assertToldAs(page: Partial<ReaderFacts>, cause: Cause): void {
  const { state, problems } = judge(facts({ reader: { value: { ...SILENT, ...page } } }));
  assert.equal(state, 'waiting');
  assert.deepEqual(
    problems.map((one) => one.cause),
    [cause],
  );
}

describe('when all is healthy but the page, the verdict says where a request gets stuck:', () => {
  test('at the name', () => assertToldAs({ error: 'getaddrinfo ENOTFOUND d1.cloudfront.net' }, 'name not resolved'));

  test('at the certificate', () =>
    assertToldAs({ error: 'self-signed certificate in certificate chain' }, 'certificate refused'));

  test('between CloudFront and the load balancer', () =>
    assertToldAs({ status: 504, edge: true }, 'origin unreachable'));

  test('at CloudFront', () => assertToldAs({ status: 403, edge: true }, 'refused at the edge'));

  test('at Ghost, which answers', () => assertToldAs({ status: 503 }, 'Ghost answers with an error'));

  test('at a page that is not its own', () => assertToldAs({ status: 200 }, 'blog does not answer'));

  test('at nothing that is known', () => assertToldAs({ error: 'socket hang up' }, 'blog does not answer'));
});
