import { bad, good, warning } from '../../doctor/check.ts';
import { isOwn } from '../../doctor/own-stacks.ts';
import { DAY_MS } from '../../shared/day.ts';
import { age } from '../age.ts';
import type { Row } from '../asked.ts';

const LOOK = 'npx onemerge drift';
/** After that nobody knows any more. */
const OLD_MS = 31 * DAY_MS;

/** What drift detection found when it last looked: looking anew takes a minute, and writes down when it did. */
export const drift: Row = {
  id: 'drift',
  title: 'Nobody changed the stacks past the repository',
  find: async ({ account, config, now }) => {
    const own = (await account.stacks()).filter((one) => isOwn(one, config));
    const changed = own.filter((one) => one.drift?.status === 'DRIFTED').map(({ name }) => name);
    if (changed.length > 0) return bad(`changed by hand: ${changed.join(', ')}`, LOOK);
    const looked = own.flatMap((one) => one.drift?.at ?? []);
    if (looked.length < own.length || own.length === 0) return warning('nobody has looked at every stack', LOOK);
    const oldest = new Date(Math.min(...looked.map(Number)));
    const text = `none when it was looked for, ${age(oldest, now)}`;
    return now.getTime() - oldest.getTime() > OLD_MS ? warning(text, LOOK) : good(text);
  },
};
