import { replaceOnce } from '../../harness/project.ts';
import { REFUSED } from '../../scenarios/deployments.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { mergeRolledBack } from './rolled-back.ts';

/** The pipeline deploys what CloudFormation cannot. */
export const rolledBackStack: Scenario = {
  id: 'rolled-back',
  title: 'a merge that CloudFormation rolls back: not live, "stack rolled back"',
  run: async (harness) => {
    const { file, after, text: refused } = REFUSED;
    return await mergeRolledBack(harness, {
      branch: 'refused',
      title: 'Add what the API server refuses',
      edits: { [file]: (text) => replaceOnce(text, after, `${after}${refused}`, file) },
      stack: 'flux',
      cause: 'stack rolled back',
    });
  },
};
