import { bad, type Finding, good, unknown, warning } from '../../doctor/check.ts';
import type { Half, Part, Problem } from '../../verify/verdict.ts';
import type { Row } from '../asked.ts';

/** The parts of the verdict that belong to a half. */
const half = (of: Half, id: string, title: string, help: string): Row => ({
  id,
  title,
  find: async ({ look }) => {
    const { verdict } = await look();
    const parts = verdict.parts.filter((part) => part.half === of);
    const own = new Set(parts.flatMap(({ problems }) => problems.map(({ key }) => key)));
    return findingOf(
      parts,
      verdict.problems.find(({ key }) => own.has(key)),
      help,
    );
  },
});

const VERIFY = 'npx onemerge verify --commit HEAD';

export const infrastructure = half(
  'infrastructure',
  'infrastructure',
  'Every stack is as the commit has it',
  'npx cdk diff',
);
export const workload = half('workload', 'workload', 'Flux has applied the commit, and all of it is healthy', VERIFY);
export const readers = half('reader', 'readers', 'Readers reach the blog', VERIFY);

/** @param first the most telling problem of these parts: unless they only take their time, its help is what comes next */
function findingOf(parts: readonly Part[], first: Problem | undefined, otherwise: string): Finding {
  const others = parts.filter(({ state }) => state !== 'live');
  const named = others.map(({ name, found }) => `${name}: ${found}`).join('; ');
  if (others.length === 0) return good(`${parts.length} of ${parts.length} are as they should be`);
  const telling = others.some(({ state }) => state !== 'waiting') ? first : undefined;
  const cause = telling === undefined ? '' : `${telling.cause} (${telling.object}); `;
  const text = `${parts.length - others.length} of ${parts.length}; ${cause}${named}`;
  const help = telling?.help ?? otherwise;
  if (others.some(({ state }) => state === 'failing')) return bad(text, help);
  return (others.some(({ state }) => state === 'unread') ? unknown : warning)(text, help);
}
