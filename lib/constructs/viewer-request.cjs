// Runs at CloudFront's edge, before the cache, for every request of a viewer. CloudFront's own JavaScript: no imports, no
// exports, no optional chaining.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html

/** The first parts of paths for which the distribution has behaviors of their own. CloudFront compares them exactly. */
const RULED = ['ghost', 'members', 'content', 'hook'];

/**
 * @typedef {{ value: string, multiValue?: { value: string }[] }} Value
 * @typedef {{ uri: string, querystring: Record<string, Value>, headers: Record<string, Value> }} ViewerRequest
 * @typedef {{ statusCode: number, statusDescription: string, headers: Record<string, Value> }} ViewerResponse
 */

/**
 * Makes two things certain that Ghost takes for granted.
 * @param {{ viewer: { ip: string }, request: ViewerRequest }} event
 * @returns {ViewerRequest | ViewerResponse} the request to go on with, or an answer
 */
// @ts-expect-error CloudFront calls it by this name.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const first = request.uri.split('/')[1] || '';
  const ruled = first.toLowerCase();
  // Ghost ignores case, so /GHOST/ would reach the admin area by the behavior of pages, cached and without its headers.
  if (first !== ruled && RULED.includes(ruled))
    return redirect(`/${ruled}${request.uri.slice(first.length + 1)}`, request);
  // Ghost limits sign-ins by the first address in this header. CloudFront would append to what the viewer wrote there, and
  // with another address in every request nobody would ever be limited.
  request.headers['x-forwarded-for'] = { value: event.viewer.ip };
  return request;
}

/**
 * @param {string} path
 * @param {ViewerRequest} request
 * @returns {ViewerResponse}
 */
function redirect(path, request) {
  const parts = Object.entries(request.querystring).map(([name, { value, multiValue }]) =>
    (multiValue || [{ value }]).map((one) => (one.value === '' ? name : `${name}=${one.value}`)).join('&'),
  );
  const query = parts.length > 0 ? `?${parts.join('&')}` : '';
  // 308 keeps method and body.
  return {
    statusCode: 308,
    statusDescription: 'Permanent Redirect',
    headers: { location: { value: path + query } },
  };
}
