import { infrastructureKey, infrastructuresIn } from '../../../lib/infrastructure.ts';
import { SETTINGS_CONFIG_MAP } from '../../../lib/settings.ts';
import { verify } from '../../harness/verify.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { expectCause } from '../verdict/expect.ts';
import { expectRepaired } from '../verdict/expect-not-live.ts';
import { commandsIn } from '../verdict/help/commands.ts';

/** Longest verdict, in seconds: such a change is final after a minute. */
const TIMEOUT_SECONDS = 180;

/** Somebody changes the setting that says which infrastructure stands; the verdict's own help puts it back. */
export const closedByHand: Scenario = {
  id: 'gate-closed-by-hand',
  title: 'the settings are edited by hand: not live, "gate closed by hand", and its help opens the gate',
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    const { name, namespace } = SETTINGS_CONFIG_MAP;
    const settings = ['-n', namespace, 'get', 'configmap', name, '-o', 'jsonpath={.data}'];
    const [stands = ''] = infrastructuresIn(await kubectl(settings));
    const patch = { data: { [infrastructureKey(stands)]: null, INFRASTRUCTURE_0123456789ab: 'complete' } };
    await kubectl(['-n', namespace, 'patch', 'configmap', name, '--type=merge', '--patch', JSON.stringify(patch)]);
    const began = Date.now();
    const commit = await harness.project.merge({ branch: 'closed', title: 'Merge while the gate is shut', edits: {} });
    const verdict = await verify(harness, commit, { timeout: TIMEOUT_SECONDS, codes: [1] });
    const seconds = (Date.now() - began) / 1000;
    const words = expectCause(verdict, 'gate closed by hand');
    await kubectl(commandOf(verdict.problems[0]?.help ?? ''));
    await expectRepaired(harness, commit);
    return { note: `${words}; its help opened the gate`, figures: { 'gate closed by hand to verdict, s': [seconds] } };
  },
};

/** The words of kubectl's command in a help line. @throws RehearsalError when it names none */
function commandOf(help: string): readonly string[] {
  const [command] = commandsIn(help).filter(({ program }) => program === 'kubectl');
  if (command !== undefined) return command.words;
  throw new RehearsalError(`the help of the verdict names no command of kubectl: ${help}`, {
    help: 'see cli/verify/judge/gate.ts',
  });
}
