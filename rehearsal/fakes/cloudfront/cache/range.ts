/** Part of a body, with what `Content-Range` says of it. */
interface Part {
  readonly body: Buffer;
  readonly contentRange: string;
}

/**
 * The part of a whole object that a `Range` names; undefined for what CloudFront answers with the whole: several ranges,
 * and one that is not valid.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html
 */
export function partOf(body: Buffer, range: string | undefined): Part | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  const start = first === '' ? Math.max(0, body.length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? body.length - 1 : Math.min(Number(last), body.length - 1);
  if (start > end) return undefined;
  return { body: body.subarray(start, end + 1), contentRange: `bytes ${start}-${end}/${body.length}` };
}
