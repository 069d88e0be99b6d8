import type { Finding } from '../facts.ts';
import type { ResourceChange } from '../infrastructure/compare.ts';

/** What to say of each stack that is deployed otherwise than the branch says. */
export function deployedFindings(changes: readonly ResourceChange[]): Finding[] {
  return [...new Set(changes.map(({ stack }) => stack))].map((stack) => {
    const count = changes.filter((change) => change.stack === stack).length;
    const resources = count === 1 ? '1 resource' : `${count} resources`;
    const what = `is deployed otherwise than the base says: ${resources}; a deployment is on its way, failed, or was made by hand`;
    return { kind: 'look', subject: stack, change: '', what };
  });
}
