import { run } from '../shared/process/run.ts';
import type { Names } from './names.ts';

/** An address for documents, which nobody has: https://www.rfc-editor.org/rfc/rfc5737 */
const NOBODY = '192.0.2.1';

/** What Ghost asks on the Internet by itself: pictures of its default theme and of its staff, where readers are, search engines. */
const ASKED_BY_GHOST = [
  'static.ghost.org',
  'explore.ghost.org',
  'www.gravatar.com',
  'get.geojs.io',
  'api.indexnow.org',
];

/**
 * Lets connections to the Internet's hosts fail at once, for there is none here. A name that does not exist is asked for
 * again by Ghost's HTTP client, and the first reader of each changed page waited five seconds for the size of a picture.
 */
export async function haveNoInternet(names: Names): Promise<void> {
  await run('ip', ['route', 'replace', 'unreachable', `${NOBODY}/32`], { seconds: 10 });
  names.add(NOBODY, ASKED_BY_GHOST);
}
