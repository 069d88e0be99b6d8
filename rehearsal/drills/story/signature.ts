import type { Act } from '../../acts/act.ts';
import { RehearsalError } from '../../errors.ts';
import type { Signing } from '../../github/signature.ts';
import { waitFor } from '../../process/wait.ts';
import type { Stage } from '../../stage/stage.ts';

/** The answer of the blog's edge to the next push event that GitHub sends. */
async function nextAnswer({ hub, room }: Stage, push: () => Promise<unknown>): Promise<number> {
  const before = hub.github.deliveries.length;
  await push();
  const next = async () => hub.github.deliveries.slice(before).find(({ event }) => event.name === 'push');
  const { answer } = await waitFor('GitHub delivers the push', next, { seconds: 30, where: room.log('github') });
  return answer.statusCode;
}

/** The commit that Flux has fetched. */
async function fetched(stage: Stage): Promise<string> {
  const { kubectl } = await stage.cluster();
  const path = 'jsonpath={.status.artifact.revision}';
  return await kubectl(['-n', 'flux-system', 'get', 'gitrepository', 'flux-system', '-o', path]);
}

/** A push whose event is not signed with the webhook's token: refused, and Flux fetches nothing. */
function unsigned(signing: Exclude<Signing, 'right'>): Act {
  return {
    id: `${signing}-signature`,
    title: `a push event with a ${signing} signature changes nothing`,
    play: async (stage) => {
      const { github } = stage.hub;
      const before = await fetched(stage);
      github.signing = signing;
      let status: number;
      try {
        const merge = { branch: `${signing}-signature`, title: `Push with a ${signing} signature`, edits: {} };
        status = await nextAnswer(stage, () => stage.project.merge(merge));
      } finally {
        github.signing = 'right';
      }
      const after = await fetched(stage);
      if (status < 400 || after !== before) {
        throw new RehearsalError(`the event was answered ${status}, and Flux went from ${before} to ${after}`, {
          where: stage.room.log('github'),
          help: 'see the Receiver in gitops/operators/configs: its type must be github',
        });
      }
      return `answered ${status}; Flux stays at ${before}`;
    },
  };
}

export const signatureDrills: readonly Act[] = [unsigned('wrong'), unsigned('missing')];
