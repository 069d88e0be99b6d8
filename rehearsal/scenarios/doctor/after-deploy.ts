import { confirmAlarmAddress } from '../../harness/alarms.ts';
import { waitFor } from '../../shared/process/wait.ts';
import type { Scenario } from '../scenario.ts';
import { askDoctor, expectStates } from './ask.ts';

/** What is left to do once the stacks stand: nobody has run `connect`, or answered the mail from AWS. */
const UNCONNECTED = {
  connection: 'bad',
  pushed: 'bad',
  webhook: 'bad',
  execution: 'bad',
  subscription: 'bad',
  protection: 'bad',
};

export const doctorUnconnected: Scenario = {
  id: 'doctor-unconnected',
  title: 'onemerge doctor --after-deploy: what is left to do is found',
  run: async (harness) => {
    const { settled } = await harness.site();
    const where = harness.sandbox.log('cloudfront');
    await waitFor('every target is healthy', async () => settled() || undefined, { seconds: 120, where });
    expectStates(await askDoctor(harness, '--after-deploy'), UNCONNECTED);
    return Object.keys(UNCONNECTED).join(', ');
  },
};

export const doctorAfter: Scenario = {
  id: 'doctor-after',
  title: 'onemerge doctor --after-deploy: all is well once that is done',
  run: async (harness) => {
    await confirmAlarmAddress(harness);
    const report = await askDoctor(harness, '--after-deploy');
    // The stack Flux failed to update in the scenario `rollback`, and is as before.
    expectStates(report, { stacks: 'warning' });
    return `${report.checks.length} checks`;
  },
};
