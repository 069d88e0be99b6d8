import { RehearsalError } from '../../shared/errors.ts';
import { CATEGORIES, type Category } from './order.ts';
import type { PageAudit } from './page-audit.ts';

const DELIVERY = 'lib/constructs/content-delivery.ts';

/** Audits that this project answers for, what CloudFront, its headers and its cache do, and where that is decided. */
const OURS: Readonly<Record<string, string>> = {
  redirects: 'see lib/constructs/viewer-request.cjs',
  'cache-insight': `see the cache policies of ${DELIVERY}`,
  'is-on-https': `see viewerProtocolPolicy in ${DELIVERY}`,
  'redirects-http': `see viewerProtocolPolicy in ${DELIVERY}`,
  'has-hsts': `see SECURITY_HEADERS in ${DELIVERY}`,
  'clickjacking-mitigation': `see SECURITY_HEADERS in ${DELIVERY}`,
  'origin-isolation': `see OPENER_POLICY in ${DELIVERY}`,
  'third-party-cookies': 'see lib/constructs/reader-cookies.ts',
  'http-status-code': 'read the log of the fake CloudFront',
  'is-crawlable': `no header may say X-Robots-Tag: see ${DELIVERY}`,
  'robots-txt': 'read what /robots.txt answers',
  canonical: 'see `url` in gitops/apps/ghost/deployment.yaml',
};

/** Audits that fail because of the rehearsal, and why. */
const REHEARSALS: Readonly<Record<string, string>> = {
  'errors-in-console': 'scripts of a public CDN cannot be had here',
  'modern-http-insight': 'the fake CloudFront speaks HTTP/1.1',
};

/** Headers that are left out on purpose: both forbid scripts that Ghost, embeds and an owner's own code put into pages. */
const LEFT_OUT: readonly string[] = ['csp-xss', 'trusted-types-xss'];

/** What a score must not be below. Those of Ghost's own theme are well above. */
const FLOORS: Readonly<Record<Category, number>> = {
  performance: 50,
  accessibility: 80,
  'best-practices': 80,
  seo: 80,
};

/** Below it Lighthouse itself says that the machine makes its times too long. */
const JUDGES_FROM = 1000;

/** Whether a performance score says something about the page, and not only about the machine. */
const isQuick = ({ machine }: PageAudit) => machine >= JUDGES_FROM;

/**
 * Judges what Lighthouse says of a page, as far as it is this project's; the theme's faults are told.
 * @returns the same words as `told`
 * @throws RehearsalError for an audit of ours that failed, and for a score below its floor
 */
export function judged(audit: PageAudit): string {
  const ours = audit.failing.filter(({ id }) => id in OURS);
  if (ours.length > 0) {
    const list = ours.map(({ id, title }) => `${id}, ${title}`).join('; ');
    throw new RehearsalError(`Lighthouse blames what this project answers for: ${list}`, {
      help: [...new Set(ours.map(({ id }) => OURS[id]))].join('; '),
    });
  }
  const low = CATEGORIES.filter((name) => audit.scores[name] < FLOORS[name]).filter(
    (name) => name !== 'performance' || isQuick(audit),
  );
  if (low.length === 0) return told(audit);
  const list = low.map((name) => `${name} ${audit.scores[name]}, ${FLOORS[name]} at least`).join('; ');
  throw new RehearsalError(`the page scores too low: ${list}. Lighthouse says: ${told(audit)}`, {
    help: 'run the commit before, too: what failed there as well is the theme, and what did not is your change',
  });
}

/** For people: scores, the figures behind them, and what failed, by whose it is. */
function told(audit: PageAudit): string {
  const { scores, machine, largestPaint, shift, blocked, bytes, failing } = audit;
  const slow = isQuick(audit) ? '' : `, below ${JUDGES_FROM}: too slow for the performance to be judged`;
  const ids = failing.map(({ id }) => id).filter((id) => !(id in OURS));
  const rehearsals = ids.filter((id) => id in REHEARSALS).map((id) => `${id} (${REHEARSALS[id]})`);
  const left = ids.filter((id) => LEFT_OUT.includes(id));
  const themes = ids.filter((id) => !(id in REHEARSALS) && !LEFT_OUT.includes(id));
  return [
    `performance ${scores.performance}, accessibility ${scores.accessibility}, best practices ${scores['best-practices']}, SEO ${scores.seo}`,
    `LCP ${(largestPaint / 1000).toFixed(1)} s, CLS ${shift.toFixed(2)}, TBT ${blocked.toFixed(0)} ms, ${Math.round(bytes / 1024)} KiB`,
    `machine ${machine}${slow}`,
    ...listed("the theme's and the author's", themes),
    ...listed('left out on purpose', left),
    ...listed("the rehearsal's", rehearsals),
  ].join('; ');
}

const listed = (whose: string, words: readonly string[]) =>
  words.length === 0 ? [] : [`${whose}: ${words.join(', ')}`];
