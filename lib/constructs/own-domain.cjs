// Follows viewer-request.cjs in the function of a blog with a name of its own, where that file's handler is called
// `everyRequest`, and BLOG_NAME is the name.

const BLOG = 'BLOG_NAME';

/**
 * Sends readers of every other name, CloudFront's included, to the blog's own.
 * @param {{ viewer: { ip: string }, request: import('./viewer-request.cjs').ViewerRequest }} event
 */
// @ts-expect-error CloudFront calls it by this name.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const asked = (request.headers.host || { value: '' }).value.toLowerCase();
  // GitHub follows no redirect, so the webhook's address works under every name.
  // @ts-expect-error The other file has it.
  if (asked === BLOG || request.uri.startsWith('/hook/')) return everyRequest(event);
  // @ts-expect-error The other file has it.
  const answer = redirect(request.uri, request);
  answer.headers.location.value = `https://${BLOG}${answer.headers.location.value}`;
  // Browsers keep a permanent redirect for good, and the way back to another name must stay open.
  answer.headers['cache-control'] = { value: 'max-age=3600' };
  return answer;
}
