import { verify } from '../../harness/verify.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { expectState } from './expect.ts';

/** GitHub sends Flux nothing. The verdict asks Flux to fetch, and says so. */
export const webhookOff: Scenario = {
  id: 'webhook-off',
  title: 'the webhook is off: the merge goes live anyway, and the verdict notes it',
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
      `the verdict does not note that it asked Flux; its notes: ${verdict.notes.join(' ') || 'none'}`,
      {
        where: harness.sandbox.log('github'),
        help: 'check whether the webhook was delivered although it was off',
      },
    );
  },
};
