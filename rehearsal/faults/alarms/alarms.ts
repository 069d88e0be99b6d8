import { z } from 'zod';
import { CERTIFICATE_REGION } from '../../../lib/config/certificate-region.ts';
import { type AlarmName, MEANINGS } from '../../../lib/constructs/alarms/runbook.ts';
import { REGION } from '../../fakes/aws/start.ts';
import {
  confirmAlarmAddress,
  type DeployedAlarm,
  deployedAlarms,
  expectMailed,
  playAlarm,
  wrongAlarm,
} from '../../harness/alarms.ts';
import type { Harness } from '../../harness/harness.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { spendBudget } from './budgets.ts';
import { EVENTS, patternSchema } from './events.ts';
import { NUMBERS } from './numbers.ts';
import { deployEveryAlarm } from './other-region.ts';
import { RAISED_ELSEWHERE } from './raised-elsewhere.ts';

/**
 * Each alarm of the blog, and then each one that another config would give it, by the numbers of its fault or by the event of its
 * service: one mail with its line of the runbook.
 */
export const alarms: Scenario = {
  id: 'alarms',
  title: 'each alarm is raised by its fault, and mailed with its line of the runbook',
  run: async (harness) => {
    const remove = await deployEveryAlarm(harness);
    await confirmAlarmAddress(harness);
    const here = await raiseAll(harness, REGION);
    const there = await raiseAll(harness, CERTIFICATE_REGION);
    const budget = await spendBudget(harness);
    await remove();
    const others = there.filter((name) => !here.includes(name));
    const raised = [...here, ...there, ...Object.keys(RAISED_ELSEWHERE)];
    const never = Object.keys(MEANINGS).filter((name) => !raised.includes(name));
    if (never.length > 0) throw wrongAlarm(`nothing raises: ${never.join(', ')}`, 'see rehearsal/faults/alarms');
    return `${here.length} alarms: ${here.join(', ')}; ${there.length} of a config that asks for all, with ${[...others, budget].join(', ')}`;
  },
};

/** Raises every alarm of a region, one after another. @returns their names */
async function raiseAll(harness: Harness, region: string): Promise<AlarmName[]> {
  const raised: AlarmName[] = [];
  for (const alarm of await deployedAlarms(harness, region)) {
    const { name } = alarm;
    const numbers = NUMBERS[name];
    if (!numbers)
      throw wrongAlarm(`there are no numbers for "${name}"`, 'add them to rehearsal/faults/alarms/numbers.ts');
    await expectState(harness, alarm, numbers.harmless, 'OK');
    await expectMailed(harness, name, () => expectState(harness, alarm, numbers.fault, 'ALARM'));
    await expectMailed(harness, name, () => expectState(harness, alarm, numbers.harmless, 'OK'));
    raised.push(name);
  }
  const path = `/_rehearsal/events?region=${region}`;
  for (const { name, events } of await mailingRules(harness, region)) {
    await expectMailed(harness, name, async () => {
      for (const body of [events.harmless, events.fault]) await harness.aws.ask(path, { method: 'POST', body });
    });
    raised.push(name);
  }
  return raised;
}

const rulesSchema = z.object({ rules: z.array(z.object({ pattern: patternSchema, texts: z.array(z.string()) })) });

/** Each rule of a region that mails a line of the runbook, with the events that it is to mail and not to mail. */
async function mailingRules(harness: Harness, region: string) {
  const { rules } = rulesSchema.parse(await harness.aws.ask(`/_rehearsal/rules?region=${region}`));
  return rules.flatMap(({ pattern, texts }) =>
    texts.flatMap((text) => {
      const name = alarmOf(text);
      const events = name && EVENTS[name]?.(pattern);
      if (name && events) return [{ name, events }];
      throw wrongAlarm(
        `there are no events for the rule that says ${text}`,
        'add them to rehearsal/faults/alarms/events.ts',
      );
    }),
  );
}

/** Which alarm a text is about: it names its line of the runbook. */
export function alarmOf(text: string): AlarmName | undefined {
  const [, anchor = ''] = /operations\.md#alarm-([a-z-]+)/.exec(text) ?? [];
  return (Object.keys(MEANINGS) as AlarmName[]).find((name) => name.replaceAll(' ', '-') === anchor);
}

async function expectState(
  harness: Harness,
  alarm: DeployedAlarm,
  values: readonly (number | null)[],
  expected: string,
): Promise<void> {
  const state = await playAlarm(harness, alarm, values);
  if (state !== expected)
    throw wrongAlarm(`${alarm.id} is ${state} after ${JSON.stringify(values)}, expected: ${expected}`);
}
