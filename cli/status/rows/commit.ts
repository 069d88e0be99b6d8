import { bad, type Finding, good, unknown, warning } from '../../doctor/check.ts';
import { causeInfo } from '../../verify/causes.ts';
import { short } from '../../verify/names.ts';
import type { Problem, Verdict } from '../../verify/verdict.ts';
import type { Row } from '../asked.ts';

/**
 * The newest commit of the branch, or the one that was promoted last. One look cannot say "live", because before that the verdict has Flux apply everything
 * once more, and this command changes nothing.
 */
export const commit: Row = {
  id: 'commit',
  title: 'The newest commit is applied, and healthy',
  find: async ({ look, config }) => {
    const { verdict } = await look();
    const { repository, environment } = config;
    const which = environment?.after ? `promoted from ${environment.after}` : `the newest of ${repository.branch}`;
    return findingOf(verdict, `${short(verdict.commit)}, ${which},`);
  },
};

function findingOf({ commit: hash, state, final, parts, problems }: Verdict, named: string): Finding {
  const verify = `npx onemerge verify --commit ${short(hash)}`;
  if (state === 'superseded') return warning(`${named} is no longer the newest`, 'npx onemerge status');
  if (state === 'live') return good(`${named} is applied and healthy in both halves`);
  const [first] = problems.filter(isCause);
  if (state === 'unknown' || first?.cause === 'unreadable')
    return unknown(
      `whether ${named} is live could not be seen${first ? `: ${first.message}` : ''}`,
      first?.help ?? verify,
    );
  if (first !== undefined) {
    const { object, cause, message, help } = first;
    const found = final ? bad : warning;
    return found(`${named} is not live: ${cause} (${object}): ${message}`, help);
  }
  const behind = parts.filter((part) => part.state !== 'live').map(({ name, found }) => `${name}: ${found}`);
  return warning(`${named} is on its way: ${behind.slice(0, 3).join('; ')}`, verify);
}

const isCause = ({ cause }: Problem): boolean => !causeInfo(cause).symptom;
