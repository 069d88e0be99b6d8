import { z } from 'zod';
import { type AlarmName, MEANINGS } from '../../../lib/constructs/alarms/runbook.ts';
import type { Harness } from '../../harness/harness.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { NUMBERS } from './numbers.ts';

const ADDRESS = 'alarms@example.com';

const alarmSchema = z.object({ AlarmName: z.string(), AlarmDescription: z.string() });
const mailSchema = z.object({ address: z.string(), message: z.string() });

/** Each alarm that was deployed, by the numbers of its fault or by the event of its service: one mail with its line of the runbook. */
export const alarms: Scenario = {
  id: 'alarms',
  title: 'each alarm is raised by its fault, and mailed with its line of the runbook',
  run: async (harness) => {
    await post(harness, 'subscriptions/confirm', { address: ADDRESS });
    const deployed = z
      .object({ alarms: z.array(alarmSchema) })
      .parse(await harness.aws.ask('/_rehearsal/alarms')).alarms;
    const told: string[] = [];
    for (const { AlarmName: id, AlarmDescription } of deployed) {
      const name = nameOf(AlarmDescription);
      const numbers = NUMBERS[name];
      if (!numbers) throw wrong(`there are no numbers for "${name}"`, 'add them to rehearsal/faults/alarms/numbers.ts');
      await expectState(harness, id, numbers.harmless, 'OK');
      await mailed(harness, name, () => expectState(harness, id, numbers.fault, 'ALARM'));
      await expectState(harness, id, numbers.harmless, 'OK');
      told.push(name);
    }
    for (const { name, event } of await events(harness)) {
      await mailed(harness, name, () => post(harness, 'events', event));
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

/** The alarm whose meaning a description begins with. */
function nameOf(description: string): AlarmName {
  const found = (Object.keys(MEANINGS) as AlarmName[]).find((name) => description.startsWith(MEANINGS[name]));
  if (found) return found;
  throw wrong(`no alarm means "${description}"`, 'see lib/constructs/alarms/runbook.ts');
}

async function expectState(
  harness: Harness,
  alarm: string,
  values: readonly (number | null)[],
  expected: string,
): Promise<void> {
  const { state } = z.object({ state: z.string() }).parse(await post(harness, 'alarms/play', { alarm, values }));
  if (state !== expected) throw wrong(`${alarm} is ${state} after ${JSON.stringify(values)}, expected: ${expected}`);
}

/** Does something, and requires one mail about it. @throws WaitError when none comes */
async function mailed(harness: Harness, name: AlarmName, work: () => Promise<unknown>): Promise<void> {
  const before = (await mails(harness)).length;
  await work();
  const arrived = async () => {
    const [mail, ...others] = (await mails(harness)).slice(before);
    if (others.length > 0) throw wrong(`"${name}" was mailed ${others.length + 1} times`);
    return mail;
  };
  const { address, message } = await waitFor(`"${name}" is mailed`, arrived, {
    seconds: 60,
    where: harness.sandbox.log('aws'),
  });
  const anchor = `operations.md#alarm-${name.replaceAll(' ', '-')}`;
  if (address !== ADDRESS || !message.includes(anchor))
    throw wrong(`the mail about "${name}" does not name ${anchor}: ${message}`);
}

async function mails(harness: Harness): Promise<z.infer<typeof mailSchema>[]> {
  return z.object({ mails: z.array(mailSchema) }).parse(await harness.aws.ask('/_rehearsal/mails')).mails;
}

async function post(harness: Harness, path: string, body: object): Promise<unknown> {
  return await harness.aws.ask(`/_rehearsal/${path}`, { method: 'POST', body });
}

function wrong(
  what: string,
  help = 'see rehearsal/fakes/aws/standin/alarms.py; run again with --keep',
): RehearsalError {
  return new RehearsalError(what, { where: 'lib/constructs/alarms', help });
}
