import { expectLive } from '../../harness/expect-live.ts';
import type { Scenario } from '../scenario.ts';

const TITLE = 'Merge nothing into the private repository';

/** The pipeline and Flux both read the private repository, and the verdict says of its merge what it says of a public one's. */
export const privateMerge: Scenario = {
  id: 'private',
  title: 'docs/private-repository.md: a merge is live in both halves',
  run: async (harness) => {
    const commit = await harness.project.merge({ branch: 'private-merge', title: TITLE, edits: {} });
    const { summary } = await expectLive(harness, { commit });
    const refused = harness.github.fake.app.refusals;
    return `${summary}; GitHub refused the App ${refused} times`;
  },
};
