import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MEANINGS } from '../../../lib/constructs/alarms/runbook.ts';
import { alarmOf } from './alarms.ts';
import { EVENTS } from './events.ts';
import { everyAlarm } from './every-alarm.ts';
import { NUMBERS } from './numbers.ts';
import { RAISED_ELSEWHERE } from './raised-elsewhere.ts';

const resources = [...everyAlarm()].flatMap(([stack, { Resources }]) =>
  Object.entries(Resources).map(([id, resource]) => ({
    id: `${stack}/${id}`,
    ...resource,
    text: JSON.stringify(resource),
  })),
);
const ofType = (type: string) => resources.filter(({ Type }) => Type === type);

test('a config that asks for every alarm has each one that there is', () => {
  const named = resources.flatMap(({ text }) => alarmOf(text) ?? []);
  const missing = Object.keys(MEANINGS).filter((name) => !named.some((one) => one === name));
  assert.deepEqual(missing, [], 'have rehearsal/faults/alarms/every-alarm.ts ask for it');
});

test('every alarm of CloudWatch and every rule that mails is raised by the fault of the alarms, or is listed with what raises it', () => {
  const waking = [
    ...ofType('AWS::CloudWatch::Alarm'),
    ...ofType('AWS::Events::Rule').filter(({ text }) => mails(text)),
  ];
  const unraised = waking.filter(({ Type, text }) => {
    const name = alarmOf(text);
    const ways = Type === 'AWS::Events::Rule' ? [EVENTS, RAISED_ELSEWHERE] : [NUMBERS];
    return name === undefined || ways.every((way) => way[name] === undefined);
  });
  assert.deepEqual(
    unraised.map(({ id }) => id),
    [],
    'name its line of the runbook, and raise it in rehearsal/faults/alarms',
  );
});

test('nothing but alarms, rules and budgets mails whoever is responsible: another kind would be raised by nothing', () => {
  const others = resources.filter(({ Type, text }) => mails(text) && !KNOWN.includes(Type));
  assert.deepEqual(
    others.map(({ id, Type }) => `${id} ${Type}`),
    [],
    'raise it in rehearsal/faults/alarms, then list its type here',
  );
  assert.equal(ofType('AWS::Budgets::Budget').length, 1, 'rehearsal/faults/alarms/budgets.ts spends one');
});

/** What may write to the topic or to the address, and the topic's own resources. */
const KNOWN = [
  'AWS::CloudWatch::Alarm',
  'AWS::Events::Rule',
  'AWS::Budgets::Budget',
  'AWS::SNS::TopicPolicy',
  'AWS::SNS::Subscription',
];

/** Whether something names the topic of the alarms, in its stack or from another one, or the address. */
const mails = (text: string): boolean => /"Ref":"MailTopic|OutputRefMailTopic|alarms@example\.com/.test(text);
