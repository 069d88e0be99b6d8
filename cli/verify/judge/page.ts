import type { Cause } from '../causes.ts';
import type { ReaderFacts } from '../facts.ts';

/** Where a request got stuck on its way from the reader to Ghost, by what came back; the first that fits. */
const STAGES: readonly { readonly stuck: (page: ReaderFacts) => boolean; readonly cause: Cause }[] = [
  { stuck: ({ error = '' }) => /ENOTFOUND|EAI_AGAIN|getaddrinfo/.test(error), cause: 'name not resolved' },
  { stuck: ({ error = '' }) => /certificate|CERT_|SSL|TLS|altnames/i.test(error), cause: 'certificate refused' },
  { stuck: ({ status, edge }) => edge === true && [502, 503, 504].includes(status ?? 0), cause: 'origin unreachable' },
  { stuck: ({ status, edge }) => edge === true && status === 403, cause: 'refused at the edge' },
  { stuck: ({ status = 0 }) => status >= 500, cause: 'Ghost answers with an error' },
];

/** Why a front page is not Ghost's. */
export function pageCause(page: ReaderFacts): Cause {
  return STAGES.find(({ stuck }) => stuck(page))?.cause ?? 'blog does not answer';
}
