import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type AlarmName, described, MEANINGS } from '../../../lib/constructs/alarms/runbook.ts';
import { alarmOf } from './alarms.ts';
import { EVENTS } from './events.ts';
import { NUMBERS } from './numbers.ts';
import { asOfAnother } from './other-region.ts';
import { RAISED_ELSEWHERE } from './raised-elsewhere.ts';

const ROOT = join(import.meta.dirname, '../../..');
const NAMES = Object.keys(MEANINGS) as AlarmName[];

test('every alarm is raised in one way, so that none is forgotten', () => {
  const ways = [NUMBERS, EVENTS, RAISED_ELSEWHERE];
  const raised = NAMES.map((name) => [name, ways.filter((way) => way[name] !== undefined).length]);
  assert.deepEqual(
    raised.filter(([, count]) => count !== 1),
    [],
    'give it numbers, events, or the file that raises it: rehearsal/faults/alarms',
  );
});

test('what raises an alarm elsewhere is there, and looks for its line of the runbook', () => {
  for (const [name, file] of Object.entries(RAISED_ELSEWHERE)) {
    const anchor = `#alarm-${name.replaceAll(' ', '-')}`;
    assert.ok(readFileSync(join(ROOT, file), 'utf8').includes(anchor), `${file} expects no mail with ${anchor}`);
  }
});

test('the text of a mail tells which alarm it is, and another text tells none', () => {
  const runbook = { owner: 'octo-org', name: 'blog', branch: 'main' };
  for (const name of NAMES) assert.equal(alarmOf(`before. ${described(name, runbook)} "`), name);
  assert.equal(alarmOf('a backup failed'), undefined);
});

test('an alarm in another region watches what the blog has, and by its name what it has not', () => {
  const read = (OutputName: string) => ({ 'Fn::GetStackOutput': { StackName: 'blog-ghost', Region: 'x', OutputName } });
  const Resources = {
    A: { Type: 'T', Properties: { has: read('Cdn'), not: { 'Fn::Join': ['', ['on ', read('Logs')]] } } },
  };
  const { Resources: made } = asOfAnother({ Resources, Outputs: {} }, new Map([['Cdn', 'E123']]));
  assert.deepEqual(made.A?.Properties, { has: 'E123', not: { 'Fn::Join': ['', ['on ', 'Logs']] } });
});
