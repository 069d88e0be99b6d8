import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../fakes/github/delivery.ts';
import type { Signing } from '../../fakes/github/signature.ts';
import type { Harness } from '../../harness/harness.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { settled } from '../../scenarios/workload.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { delivered, redeliver } from './deliveries.ts';
import { fetched, requests, requireSame, running } from './state.ts';

/** Time in which Flux would have fetched, had it taken the event: it needs a fraction of a second. Milliseconds. */
const QUIET = 3000;

const HELP = 'see the Receiver in gitops/operators/configs: its type must be github';

/** Makes an empty merge and signs both its events like this. */
async function push(
  harness: Harness,
  signing: Signing,
  branch: string,
): Promise<{ readonly commit: string; readonly delivery: Delivery }> {
  const { fake: github } = harness.github;
  github.signing = signing;
  try {
    const commit = await harness.project.merge({ branch, title: `Push with a ${signing} signature`, edits: {} });
    return { commit, delivery: await delivered(harness, commit) };
  } finally {
    github.signing = 'right';
  }
}

/** A push whose event is not signed with the webhook's token: refused, and Flux is not even asked. */
function unsigned(signing: Exclude<Signing, 'right'>): Scenario {
  return {
    id: `${signing}-signature`,
    title: `a push event with a ${signing} signature changes nothing`,
    run: async (harness) => {
      const before = { ...(await requests(harness)), ...(await running(harness)) };
      const { commit, delivery } = await push(harness, signing, `${signing}-signature`);
      const status = delivery.answer.statusCode;
      if (status < 400 || status >= 500) {
        throw new RehearsalError(`the event was answered ${status}`, {
          where: harness.sandbox.log('github'),
          help: HELP,
        });
      }
      await sleep(QUIET);
      requireSame(before, { ...(await requests(harness)), ...(await running(harness)) }, HELP);

      const start = Date.now();
      await redeliver(harness, delivery);
      const arrived = async () => ((await fetched(harness)).endsWith(commit) ? Date.now() - start : undefined);
      const healed = await waitFor('Flux fetches after a correctly signed event', arrived, { seconds: 60 });
      await settled(harness, 'ghost', 300, commit);
      return {
        note: `answered ${status}, Flux was not asked; with the right signature it was fetched in ${(healed / 1000).toFixed(1)} s`,
        figures: { 'right signature: event to fetched, ms': [healed] },
      };
    },
  };
}

export const signatureFaults: readonly Scenario[] = [unsigned('wrong'), unsigned('missing')];
