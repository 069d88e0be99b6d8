import type { Act } from '../../acts/act.ts';
import { RehearsalError } from '../../errors.ts';
import { waitFor } from '../../process/wait.ts';
import { wentLive } from '../../stage/went-live.ts';
import { push } from './signature.ts';
import { fetched, requests } from './state.ts';

/** A push that nobody heard of. Flux would look for itself within ten minutes; the pipeline's verdict asks it before. */
export const webhookLost: Act = {
  id: 'webhook-lost',
  title: 'a push whose webhook is lost goes live: the verdict asks Flux',
  play: async (stage) => {
    const { requested: before } = await requests(stage);
    const { commit } = await push(stage, 'missing', 'webhook-lost'); // refused, which for Flux is as good as lost
    const start = Date.now();
    const look = async () => ((await fetched(stage)).endsWith(commit) ? Date.now() - start : undefined);
    const after = await waitFor('Flux fetches the commit', look, { seconds: 300 });
    if ((await requests(stage)).requested === before) {
      throw new RehearsalError('Flux has fetched the commit although nobody asked it', {
        where: stage.room.log('pipeline'),
        help: 'its interval has passed by chance, or a webhook came through: play the drill again',
      });
    }
    await wentLive(stage, { commit });
    return {
      remark: `fetched ${(after / 1000).toFixed(1)} s after the push, when the verdict asked; its execution succeeded`,
      figures: { 'webhook lost: push to fetched, ms': [after] },
    };
  },
};
