import { z } from 'zod';
import { type AlarmName, MEANINGS } from '../../lib/constructs/alarms/runbook.ts';
import { REGION } from '../fakes/aws/start.ts';
import { RehearsalError } from '../shared/errors.ts';
import { waitFor } from '../shared/process/wait.ts';
import type { Harness } from './harness.ts';

/** The `alarmEmail` of the rehearsed config. */
export const ADDRESS = 'alarms@example.com';

const mailSchema = z.object({ address: z.string(), message: z.string() });
type Mail = z.infer<typeof mailSchema>;

const alarmsSchema = z.object({ alarms: z.array(z.object({ AlarmName: z.string(), AlarmDescription: z.string() })) });
const stateSchema = z.object({ state: z.string() });

/** Clicks the link in the mail from AWS: before that nobody hears of an alarm. */
export async function confirmAlarmAddress({ aws }: Harness): Promise<void> {
  await aws.ask('/_rehearsal/subscriptions/confirm', { method: 'POST', body: { address: ADDRESS } });
}

/** An alarm of CloudWatch that was deployed. */
export interface DeployedAlarm {
  readonly name: AlarmName;
  readonly region: string;
  /** Its name in CloudWatch, which CloudFormation has made up. */
  readonly id: string;
}

/** Every alarm that was deployed in a region. @throws RehearsalError when one means nothing that lib/constructs/alarms/runbook.ts lists */
export async function deployedAlarms({ aws }: Harness, region: string = REGION): Promise<DeployedAlarm[]> {
  const { alarms } = alarmsSchema.parse(await aws.ask(`/_rehearsal/alarms?region=${region}`));
  return alarms.map(({ AlarmName: id, AlarmDescription }) => ({ id, region, name: nameOf(AlarmDescription) }));
}

/** Puts values into the last periods of an alarm's metric, the newest last, null for none. @returns the alarm's state */
export async function playAlarm(
  { aws }: Harness,
  { id, region }: DeployedAlarm,
  values: readonly (number | null)[],
): Promise<string> {
  const body = { alarm: id, values };
  const path = `/_rehearsal/alarms/play?region=${region}`;
  return stateSchema.parse(await aws.ask(path, { method: 'POST', body })).state;
}

/** Has CloudWatch look at an alarm as if its periods had so many seconds, at what was measured. @returns the alarm's state */
export async function lookAtAlarm({ aws }: Harness, alarm: string, period: number): Promise<string> {
  const body = { alarm, period };
  return stateSchema.parse(await aws.ask('/_rehearsal/alarms/look', { method: 'POST', body })).state;
}

/** Does something, and requires one mail with the alarm's line of the runbook. @throws WaitError when none comes */
export async function expectMailed(harness: Harness, name: AlarmName, work: () => Promise<unknown>): Promise<void> {
  const message = await expectOneMail(harness, `"${name}"`, work);
  const anchor = `operations.md#alarm-${name.replaceAll(' ', '-')}`;
  if (!message.includes(anchor)) throw wrongAlarm(`the mail about "${name}" does not name ${anchor}: ${message}`);
}

/** Does something, and requires one mail to the `alarmEmail`. @returns its text @throws WaitError when none comes */
export async function expectOneMail(harness: Harness, what: string, work: () => Promise<unknown>): Promise<string> {
  const before = (await mails(harness)).length;
  await work();
  const arrived = async () => {
    const [mail, ...others] = (await mails(harness)).slice(before);
    if (others.length > 0) throw wrongAlarm(`${what} was mailed ${others.length + 1} times`);
    return mail;
  };
  const { address, message } = await waitFor(`${what} is mailed`, arrived, {
    seconds: 60,
    where: harness.sandbox.log('aws'),
  });
  if (address !== ADDRESS) throw wrongAlarm(`${what} was mailed to ${address}, expected: ${ADDRESS}`);
  return message;
}

/** An alarm that is not as it should be. */
export function wrongAlarm(
  what: string,
  help = 'see rehearsal/fakes/aws/standin/alarms.py; run again with --keep',
): RehearsalError {
  return new RehearsalError(what, { where: 'lib/constructs/alarms', help });
}

async function mails({ aws }: Harness): Promise<Mail[]> {
  return z.object({ mails: z.array(mailSchema) }).parse(await aws.ask('/_rehearsal/mails')).mails;
}

/** The alarm whose meaning a description begins with. */
function nameOf(description: string): AlarmName {
  const found = (Object.keys(MEANINGS) as AlarmName[]).find((name) => description.startsWith(MEANINGS[name]));
  if (found) return found;
  throw wrongAlarm(`no alarm means "${description}"`, 'see lib/constructs/alarms/runbook.ts');
}
