import { LOG_COLLECTOR } from '../../../lib/names.ts';
import { confirmAlarmAddress, deployedAlarms, expectMailed, lookAtAlarm, wrongAlarm } from '../../harness/alarms.ts';
import type { Harness } from '../../harness/harness.ts';
import { waitFor } from '../../shared/process/wait.ts';

/** In place of five minutes, in seconds. Ghost writes a line for each question of its probes, every five. */
const PERIOD = 10;
/** Longest wait for the alarm to change its state, in seconds: five periods, and time for pods to go and to come. */
const LONGEST = 240;

/**
 * Stops the collector of logs and starts it again, and requires that the alarm on their silence is mailed both times. The lines are
 * those of the running system, counted as CloudWatch counts them; only the alarm's periods are shorter than AWS's.
 * @returns for the report
 */
export async function expectSilenceMailed(harness: Harness): Promise<string> {
  await confirmAlarmAddress(harness);
  const alarm = (await deployedAlarms(harness)).find(({ name }) => name === 'logs silent');
  if (!alarm) throw wrongAlarm('nothing tells that logs are silent', 'see lib/alarms-stack.ts');
  const untilState = async (wanted: 'OK' | 'ALARM') =>
    await waitFor(
      `the alarm on silent logs is ${wanted}`,
      async () => (await lookAtAlarm(harness, alarm.id, PERIOD)) === wanted || undefined,
      { seconds: LONGEST, where: harness.sandbox.log('aws') },
    );
  await untilState('OK');
  const stopped = Date.now();
  await expectMailed(harness, alarm.name, async () => {
    await runOn(harness, { stopped: 'by-hand' });
    await untilState('ALARM');
  });
  const seconds = ((Date.now() - stopped) / 1000).toFixed(0);
  await expectMailed(harness, alarm.name, async () => {
    await runOn(harness, null);
    await untilState('OK');
  });
  return `its silence was mailed ${seconds} s after the collector was stopped, at periods of ${PERIOD} s, and its end`;
}

/** Lets the collector run on nodes with these labels; null for all of them. */
async function runOn(harness: Harness, nodeSelector: Readonly<Record<string, string>> | null): Promise<void> {
  const { kubectl } = await harness.cluster();
  const { namespace } = LOG_COLLECTOR;
  const patch = JSON.stringify({ spec: { template: { spec: { nodeSelector } } } });
  await kubectl(['--namespace', namespace, 'patch', 'daemonset', 'collector', '--type=merge', '--patch', patch]);
  await kubectl(['--namespace', namespace, 'rollout', 'status', 'daemonset/collector', '--timeout=120s']);
}
