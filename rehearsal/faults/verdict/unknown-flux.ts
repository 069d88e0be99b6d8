import { FLUX_NAMESPACE } from '../../../lib/names.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { replaceMatches } from '../../harness/project.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { bothWays } from './by-merge.ts';
import { endsAs } from './execution.ts';
import { expectNotLive } from './expect-not-live.ts';

const FILE = 'lib/versions.ts';
const UNKNOWN = '2.99.0';

/** Every stack is deployed, and the Flux of before applies the rest: nothing but the operator says that it is not there. */
export const unknownFlux: Scenario = {
  id: 'unknown-flux',
  title: 'a merge of a Flux that its operator does not have: not live, "refused by its controller"',
  run: async (harness) => {
    const { merge } = harness.project;
    const { forth, back } = bothWays({
      [FILE]: (text) => replaceMatches(text, /(?<=const FLUX_VERSION = ')[^']+/, UNKNOWN, FILE),
    });
    const commit = await merge({ branch: 'unknown-flux', title: `Update Flux to ${UNKNOWN}`, edits: forth });
    const measured = await expectNotLive(harness, {
      commit,
      cause: 'refused by its controller',
      isFinal: () => refused(harness),
    });
    await endsAs(harness, commit, 'Failed');
    await expectLive(harness, { commit: await merge({ branch: 'known-flux', title: 'Revert it', edits: back }) });
    return measured;
  },
};

/** The operator has given up. */
async function refused(harness: Harness): Promise<true | undefined> {
  const { kubectl } = await harness.cluster();
  const path = 'jsonpath={.status.conditions[?(@.type=="Stalled")].message}';
  const said = await kubectl(['-n', FLUX_NAMESPACE, 'get', 'fluxinstance', 'flux', '-o', path]);
  return said.includes(UNKNOWN) || undefined;
}
