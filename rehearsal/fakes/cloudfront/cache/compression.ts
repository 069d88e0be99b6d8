import type { IncomingHttpHeaders } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Answer } from './store.ts';

/** Types that gain by it, as far as a blog serves them; CloudFront knows a few more. */
const TYPES =
  /^(text\/(css|csv|html|javascript|js|plain|xml)|application\/(javascript|json|rss\+xml|x-javascript|xhtml\+xml|xml)|font\/(eot|opentype|otf|ttf)|image\/svg\+xml)$/;

const SMALLEST = 1_000;
const LARGEST = 10_000_000;

/**
 * Compresses what the origin has not, as CloudFront does where a behavior says `Compress`.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 * @param accepted the encodings that the viewer takes and the cache policy keeps; Brotli is chosen before gzip
 */
export function compressed(answer: Answer, accepted: string | undefined): Answer {
  if (accepted === undefined || answer.status !== 200 || !gains(answer.headers)) return answer;
  const brotli = accepted.startsWith('br');
  const body = brotli ? brotliCompressSync(answer.body) : gzipSync(answer.body);
  const { etag, ...headers } = answer.headers;
  const weak = etag === undefined ? {} : { etag: etag.replace(/^"/, 'W/"') };
  return { ...answer, headers: { ...headers, ...weak, 'content-encoding': brotli ? 'br' : 'gzip' }, body };
}

/** Without a length CloudFront does not know whether a file is of the size that it compresses. */
function gains({ 'content-encoding': encoding, 'content-length': length, 'content-type': type }: IncomingHttpHeaders) {
  const size = Number(length ?? 0);
  const known = type?.split(';')[0]?.trim() ?? '';
  return encoding === undefined && size >= SMALLEST && size <= LARGEST && TYPES.test(known);
}
