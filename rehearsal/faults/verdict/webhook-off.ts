import { verify } from '../../harness/verify.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { expectState } from './expect.ts';

/** GitHub tells Flux nothing. The verdict asks Flux to look, and says so. */
export const webhookOff: Scenario = {
  id: 'webhook-off',
  title: 'a webhook that was switched off: live all the same, and told so',
  run: async (harness) => {
    const { hooks } = harness.github.fake;
    const switchHooks = (active: boolean) => hooks.list().map(({ id }) => hooks.update(id, { active }));
    switchHooks(false);
    const commit = await harness.project.merge({
      branch: 'unheard',
      title: 'Merge what Flux does not hear of',
      edits: {},
    });
    const verdict = await verify(harness, commit, { timeout: 240, codes: [0] });
    switchHooks(true);
    expectState(verdict, ['live']);
    const note = verdict.notes.find((text) => /asked it to reconcile/.test(text));
    if (note !== undefined) return note;
    throw new RehearsalError(
      `the verdict does not say that it asked Flux; its notes: ${verdict.notes.join(' ') || 'none'}`,
      {
        where: harness.sandbox.log('github'),
        help: 'see whether the webhook came through although it was switched off',
      },
    );
  },
};
