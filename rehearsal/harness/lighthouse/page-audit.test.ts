import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pageAuditOf } from './page-audit.ts';

const numeric = (id: string, score: number, numericValue: number) => ({
  id,
  title: id,
  score,
  scoreDisplayMode: 'numeric',
  numericValue,
});
const binary = (id: string, score: number | null) => ({ id, title: `${id} fails`, score, scoreDisplayMode: 'binary' });
const informative = (id: string, severity: string) => ({
  id,
  title: `${id} is strict`,
  score: 1,
  scoreDisplayMode: 'informative',
  details: { type: 'table', items: [{ description: 'No header found', severity }] },
});

const AUDITS = [
  numeric('largest-contentful-paint', 0.95, 3012.4),
  numeric('total-blocking-time', 1, 12),
  numeric('cumulative-layout-shift', 1, 0.004),
  { ...numeric('total-byte-weight', 1, 242_688), displayValue: 'Total size was 237 KiB' },
];

/** A report of Lighthouse with these audits more, all of which a category names. */
const report = (...more: object[]) => {
  const audits = [...AUDITS, ...more] as { readonly id: string }[];
  const category = (score: number | null, refs: readonly { readonly id: string }[] = []) => ({
    score,
    auditRefs: refs.map(({ id }) => ({ id, weight: 1 })),
  });
  return {
    lighthouseVersion: '13.5.0',
    environment: { benchmarkIndex: 2702.5 },
    categories: {
      performance: category(0.94, audits),
      accessibility: category(0.96),
      'best-practices': category(0.955),
      seo: category(1),
    },
    audits: Object.fromEntries(audits.map((one) => [one.id, one])),
  };
};

describe('a report of Lighthouse', () => {
  test('is read for scores of a hundred, and what they come from', () => {
    assert.deepEqual(pageAuditOf(report()), {
      scores: { performance: 94, accessibility: 96, 'best-practices': 96, seo: 100 },
      machine: 2703,
      largestPaint: 3012.4,
      blocked: 12,
      shift: 0.004,
      bytes: 242_688,
      failing: [],
    });
  });

  test('names what failed with its figure, and neither what passed nor what does not apply', () => {
    const slow = { ...numeric('redirects', 0.4, 800), displayValue: 'Est savings of 800 ms' };
    const { failing } = pageAuditOf(
      report(slow, binary('image-alt', 0), binary('robots-txt', 1), binary('video', null)),
    );
    assert.deepEqual(failing, [
      { id: 'redirects', title: 'redirects (Est savings of 800 ms)' },
      { id: 'image-alt', title: 'image-alt fails' },
    ]);
  });

  test('names a header that is missing, which has no score, and none that could be a little better', () => {
    const { failing } = pageAuditOf(
      report(informative('clickjacking-mitigation', 'High'), informative('has-hsts', 'Medium')),
    );
    assert.deepEqual(
      failing.map(({ id }) => id),
      ['clickjacking-mitigation'],
    );
  });

  test('of a page that did not load is an error with its reason', () => {
    const runtimeError = { code: 'FAILED_DOCUMENT_REQUEST', message: 'net::ERR_CONNECTION_REFUSED' };
    assert.throws(() => pageAuditOf({ ...report(), runtimeError }), {
      name: 'RehearsalError',
      message: 'Lighthouse has no score for the page: FAILED_DOCUMENT_REQUEST, net::ERR_CONNECTION_REFUSED',
      help: /^read the log of lighthouse/,
    });
  });

  test('without one of the scores is an error that names it', () => {
    const { categories, ...rest } = report();
    const unscored = { ...categories, seo: { score: null, auditRefs: [] } };
    assert.throws(() => pageAuditOf({ ...rest, categories: unscored }), /no score for the page: seo is not scored$/);
  });
});
