import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judged } from './judge.ts';

const AUDIT = {
  scores: { performance: 94, accessibility: 96, 'best-practices': 96, seo: 100 },
  machine: 2702,
  largestPaint: 3012,
  blocked: 12,
  shift: 0.004,
  bytes: 242_688,
  failing: [],
};

const failed = (...ids: string[]) => ({ ...AUDIT, failing: ids.map((id) => ({ id, title: `${id} of a page` })) });
const lower = (scores: Partial<(typeof AUDIT)['scores']>) => ({ ...AUDIT, scores: { ...AUDIT.scores, ...scores } });

describe('what Lighthouse says of a page', () => {
  test('is told with its scores, and what they come from', () => {
    assert.equal(
      judged(AUDIT),
      'performance 94, accessibility 96, best practices 96, SEO 100; LCP 3.0 s, CLS 0.00, TBT 12 ms, 237 KiB; machine 2702',
    );
  });

  test("fails for what CloudFront's headers and cache do, and says where that is decided", () => {
    assert.throws(() => judged(failed('color-contrast', 'cache-insight', 'has-hsts')), {
      name: 'RehearsalError',
      message:
        'Lighthouse blames what this project answers for: cache-insight, cache-insight of a page; has-hsts, has-hsts of a page',
      help: 'see the cache policies of lib/constructs/content-delivery.ts; see SECURITY_HEADERS in lib/constructs/content-delivery.ts',
    });
  });

  test("does not fail for a theme, for what cannot be had here, and for headers that would break Ghost's pages: each is named", () => {
    assert.match(
      judged(failed('color-contrast', 'errors-in-console', 'csp-xss', 'heading-order')),
      /; the theme's and the author's: color-contrast, heading-order; left out on purpose: csp-xss; the rehearsal's: errors-in-console \(scripts of a public CDN cannot be had here\)$/,
    );
  });

  test('fails for a score below its floor, with all that Lighthouse has said', () => {
    for (const [name, score, floor] of [
      ['performance', 49, 50],
      ['accessibility', 79, 80],
      ['best-practices', 79, 80],
      ['seo', 79, 80],
    ] as const)
      assert.throws(() => judged(lower({ [name]: score })), {
        name: 'RehearsalError',
        message: new RegExp(`^the page scores too low: ${name} ${score}, ${floor} at least\\. Lighthouse says: perf`),
        help: /^run the commit before, too/,
      });
  });

  test('does not call a page slow where Lighthouse calls the machine so, and says that it did not judge', () => {
    const slow = { ...lower({ performance: 32 }), machine: 412 };
    assert.match(judged(slow), /machine 412, below 1000: too slow for the performance to be judged$/);
    assert.throws(() => judged({ ...lower({ performance: 32, seo: 10 }), machine: 412 }), /too low: seo 10/);
  });
});
