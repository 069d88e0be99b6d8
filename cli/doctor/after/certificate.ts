import { DAY_MS, day } from '../../shared/day.ts';
import { bad, type Check, good, warning } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { outputOf } from './standing.ts';

/** ACM renews a certificate sixty days before its end: with fewer than this it has failed for weeks. Days. */
const RENEWED_LONG_AGO = 21;
const SOON = 7;

/** Until when the certificate holds that readers are shown. */
export const certificate: Check<Pick<AfterDeploy, 'account' | 'templates' | 'config' | 'certificateEnd'>> = {
  id: 'certificate',
  title: 'The certificate of the blog ends in weeks at the earliest',
  find: async (asked) => {
    const { host } = new URL(await outputOf(asked, 'ghost', 'BlogUrl'));
    const end = await asked.certificateEnd(host);
    const days = Math.floor((end.getTime() - Date.now()) / DAY_MS);
    const text = `the certificate of ${host} ${days < 0 ? 'ended' : 'ends'} on ${day(end)}`;
    if (days >= RENEWED_LONG_AGO) return good(text);
    const help =
      asked.config.blog.domain === undefined
        ? "it is CloudFront's own: open a support case with AWS"
        : 'aws acm list-certificates --region us-east-1, and renew the one that the distribution has; ACM does it by itself while its DNS record stands';
    return days < SOON ? bad(text, help) : warning(text, help);
  },
};
