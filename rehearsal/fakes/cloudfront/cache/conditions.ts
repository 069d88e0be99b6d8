import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/**
 * What CloudFront adds when it asks the origin whether an object has changed.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustomConditionalGETs
 */
export function conditionsOf(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const { etag, 'last-modified': modified } = headers;
  return {
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(modified ? { 'if-modified-since': modified } : {}),
  };
}

/** Whether a viewer already has the object, by the validators that it sent. A weak ETag is as good as a strong one. */
export function viewerHas(viewer: IncomingHttpHeaders, object: IncomingHttpHeaders): boolean {
  const asked = viewer['if-none-match'];
  if (asked !== undefined) {
    const tags = asked.split(',').map((tag) => weak(tag.trim()));
    return object.etag !== undefined && (asked.trim() === '*' || tags.includes(weak(object.etag)));
  }
  const since = Date.parse(viewer['if-modified-since'] ?? '');
  return since >= Date.parse(object['last-modified'] ?? '');
}

const weak = (tag: string): string => tag.replace(/^W\//, '');
