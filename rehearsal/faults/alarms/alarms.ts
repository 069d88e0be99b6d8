import { z } from 'zod';
import type { AlarmName } from '../../../lib/constructs/alarms/runbook.ts';
import { confirmAlarmAddress, deployedAlarms, expectMailed, playAlarm, wrongAlarm } from '../../harness/alarms.ts';
import type { Harness } from '../../harness/harness.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { NUMBERS } from './numbers.ts';

/** Each alarm that was deployed, by the numbers of its fault or by the event of its service: one mail with its line of the runbook. */
export const alarms: Scenario = {
  id: 'alarms',
  title: 'each alarm is raised by its fault, and mailed with its line of the runbook',
  run: async (harness) => {
    await confirmAlarmAddress(harness);
    const told: string[] = [];
    for (const { id, name } of await deployedAlarms(harness)) {
      const numbers = NUMBERS[name];
      if (!numbers)
        throw wrongAlarm(`there are no numbers for "${name}"`, 'add them to rehearsal/faults/alarms/numbers.ts');
      await expectState(harness, id, numbers.harmless, 'OK');
      await expectMailed(harness, name, () => expectState(harness, id, numbers.fault, 'ALARM'));
      await expectState(harness, id, numbers.harmless, 'OK');
      told.push(name);
    }
    for (const { name, event } of await events(harness)) {
      await expectMailed(harness, name, () => harness.aws.ask('/_rehearsal/events', { method: 'POST', body: event }));
      told.push(name);
    }
    return `${told.length} alarms: ${told.join(', ')}`;
  },
};

/** What services say of a fault, in the words of their own documents. */
async function events(harness: Harness): Promise<{ name: AlarmName; event: object }[]> {
  const rules = z
    .object({ rules: z.array(z.object({ pattern: z.record(z.string(), z.unknown()) })) })
    .parse(await harness.aws.ask('/_rehearsal/rules'))
    .rules.map(({ pattern }) => pattern);
  const of = (source: string) => rules.find((pattern) => (pattern.source as string[] | undefined)?.includes(source));
  const detailOf = (source: string) => z.record(z.string(), z.array(z.string())).parse(of(source)?.detail);
  const [backup, database] = [detailOf('aws.backup'), detailOf('aws.rds')];
  const [pipeline = ''] = z.array(z.string()).parse(of('aws.codepipeline')?.resources);
  return [
    {
      name: 'merge not live',
      event: {
        source: 'aws.codepipeline',
        type: 'CodePipeline Pipeline Execution State Change',
        resources: [pipeline],
        detail: { state: 'FAILED', pipeline: pipeline.split(':').at(-1), 'execution-id': '3f0c' },
      },
    },
    {
      name: 'backup failed',
      event: {
        source: 'aws.backup',
        type: 'Backup Job State Change',
        detail: { state: 'FAILED', resourceArn: backup.resourceArn?.[0] },
      },
    },
    {
      name: 'database failure',
      event: {
        source: 'aws.rds',
        type: 'RDS DB Instance Event',
        detail: {
          EventCategories: ['failure'],
          SourceIdentifier: database.SourceIdentifier?.[0],
          Message: 'The instance has failed.',
        },
      },
    },
  ];
}

async function expectState(
  harness: Harness,
  alarm: string,
  values: readonly (number | null)[],
  expected: string,
): Promise<void> {
  const state = await playAlarm(harness, alarm, values);
  if (state !== expected)
    throw wrongAlarm(`${alarm} is ${state} after ${JSON.stringify(values)}, expected: ${expected}`);
}
