import { replaceOnce } from '../../harness/project.ts';
import { DEPLOYMENT } from '../../scenarios/both-halves.ts';
import { brokenByMerge } from './by-merge.ts';
import { pastDeadline } from './cluster-state.ts';

/** A readiness probe restarts nothing, so the rollout's deadline ends the wait; the pull request shortens it. */
export const failingProbe = brokenByMerge({
  id: 'failing-probe',
  title: 'a readiness probe for a page that does not exist',
  cause: 'failing probe',
  edits: {
    [DEPLOYMENT]: (text) => {
      const wrong = replaceOnce(text, 'authentication/setup/', 'no-such-page/', DEPLOYMENT);
      return replaceOnce(wrong, 'progressDeadlineSeconds: 900', 'progressDeadlineSeconds: 45', DEPLOYMENT);
    },
  },
  isFinal: pastDeadline,
});
