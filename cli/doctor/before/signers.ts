import { keysOf } from '../../../lib/config/signing-keys.ts';
import { DAY_MS } from '../../shared/day.ts';
import { bad, type Check, good, warning } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** Time enough to merge a new key by the old one, in milliseconds. */
const SOON = 30 * DAY_MS;

const HELP =
  'merge the key that follows it while the old one signs, then take the old one out by a merge that the new one signs: docs/security.md, Signed commits';

/** With keys that have expired nothing can be merged any more, and the list is changed by merges. */
export const signers: Check<BeforeDeploy> = {
  id: 'signers',
  title: 'Those who sign commits have keys that are valid',
  find: async ({ config: { repository } }) => {
    if (repository.signedBy === undefined) return good('the config names none: unsigned commits are deployed as well');
    const keys = repository.signedBy.flatMap(keysOf);
    const lasting = (until: number) => keys.filter(({ expires }) => expires === undefined || Number(expires) > until);
    const names = keys.map(({ fingerprint, expires }) => `${fingerprint} ${day(expires)}`).join(', ');
    if (lasting(Date.now()).length === 0)
      return bad(`every key has expired, so that no merge would be taken: ${names}`, HELP);
    return lasting(Date.now() + SOON).length < keys.length
      ? warning(`a key has expired, or will within 30 days: ${names}`, HELP)
      : good(`valid: ${names}`);
  },
};

const day = (expires: Date | undefined): string =>
  expires === undefined ? '(never expires)' : `(until ${expires.toISOString().slice(0, 10)})`;
