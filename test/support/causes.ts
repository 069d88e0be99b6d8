import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cause } from '../../cli/verify/causes.ts';
import { problem } from '../../cli/verify/judge/problem.ts';
import { ROOT } from './documents.ts';

/** Every cause that cli/verify/causes.ts lists. */
export const CAUSES = [
  ...readFileSync(join(ROOT, 'cli/verify/causes.ts'), 'utf8').matchAll(/^ {2}'?([\w ]+?)'?: \{/gm),
].map(([, cause = '']) => cause as Cause);

/** What helps against each, for one of its objects. */
export const CAUSES_WITH_HELP = CAUSES.map((cause) => ({
  cause,
  help: problem(cause, { kind: 'Kustomization', namespace: 'flux-system', name: 'ghost' }, { message: '' }).help,
}));
