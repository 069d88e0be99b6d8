import assert from 'node:assert/strict';
import type { Visitor } from '../../fakes/cloudfront/visitor.ts';
import { OWNER } from '../../harness/ghost/settings.ts';
import type { Check } from './section.ts';

/** Tries of somebody who guesses, each from another address by their own account. */
const TRIES = 200;

/** Ghost answers five tries of an address. */
const FREE_TRIES = 5;

/** Comes last on a blog: afterwards Ghost hears nobody from the readers' address for a while. */
export async function guessing(check: Check, throughCloudFront: Visitor, atThePod: Visitor): Promise<void> {
  await check('control: past CloudFront, who makes up addresses guesses passwords for ever', async () => {
    const answers = await guess(atThePod, FREE_TRIES * 4);
    assert.deepEqual(tally(answers), { 422: FREE_TRIES * 4 }, 'Ghost no longer believes the header: drop the function');
    return `${answers.length} tries, none limited`;
  });

  await check('nobody guesses passwords: an address that is made up is not believed', async () => {
    const answers = await guess(throughCloudFront, TRIES);
    const limited = answers.indexOf(429);
    assert.ok(
      limited > 0 && limited <= FREE_TRIES,
      `the first 429 was try ${limited + 1}; see lib/constructs/viewer-request.cjs`,
    );
    assert.deepEqual(tally(answers.slice(limited)), { 429: TRIES - limited });
    return `${limited} wrong passwords were answered 422, all ${TRIES - limited} after them 429`;
  });
}

/** Signs in with wrong passwords, one after the other. Resolves to the statuses. */
async function guess(visit: Visitor, tries: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < tries; i++) {
    const headers = {
      'content-type': 'application/json',
      'x-forwarded-for': `198.51.100.${i}`,
    };
    const body = JSON.stringify({ username: OWNER.email, password: `wrong password ${i}` });
    const { status } = await visit('/ghost/api/admin/session/', { method: 'POST', headers, body });
    statuses.push(status);
  }
  return statuses;
}

/** How often each status came. */
function tally(statuses: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
