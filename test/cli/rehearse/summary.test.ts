import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summaryOf } from '../../../cli/rehearse/summary.ts';
import type { Report } from '../../../rehearsal/report.ts';

const REPORT: Report = {
  outcome: 'passed',
  commit: '0123456789abcdef0123456789abcdef01234567',
  machine: { cores: 4, memoryGiB: 16, node: 'v24.1.0' },
  versions: { kubernetes: '1.36.3', flux: '2.9.0' },
  steps: [
    { name: 'check the machine', seconds: 0.42, outcome: 'done', note: 'Debian GNU/Linux 13 (trixie)' },
    { name: 'deploy', seconds: 119.6, outcome: 'done' },
  ],
  real: [],
  standsIn: ['RDS: MariaDB'],
  notProven: ['AWS itself'],
  recordedOnly: { 'AWS::EC2::EIP': 2 },
  pictures: [],
};

test('a reviewer sees outcome, whole time, commit and versions before the table', () => {
  const [title, machine, versions] = summaryOf(REPORT).split('\n\n');
  assert.equal(title, '## ✅ Rehearsal passed in 2 min 0 s');
  assert.equal(machine, 'Commit 0123456789, 4 cores, 16 GiB, Node.js v24.1.0');
  assert.equal(versions, 'kubernetes 1.36.3, flux 2.9.0');
});

test('each step is a row with its outcome, time and note', () => {
  const broken = { ...REPORT, outcome: 'failed', steps: [{ name: 'deploy', seconds: 3, outcome: 'failed' }] } as const;
  assert.match(summaryOf(REPORT), /^\| ✅ \| check the machine \| 0\.4 s \| Debian GNU\/Linux 13 \(trixie\) \|$/m);
  assert.match(summaryOf(REPORT), /^\| ✅ \| deploy \| 2 min 0 s \| {2}\|$/m);
  assert.match(summaryOf(broken), /^## ❌ Rehearsal failed[\s\S]*^\| ❌ \| deploy \| 3\.0 s \| {2}\|$/m);
});

test('what a green rehearsal does not prove is said below it', () => {
  assert.match(summaryOf(REPORT), /<summary>Not proven<\/summary>\n\n- AWS itself\n/);
  assert.match(summaryOf(REPORT), /- AWS::EC2::EIP \(2\)/);
});

test('a note that quotes a program breaks neither row nor page', () => {
  const note = 'says: a | b\n  <script>';
  const text = summaryOf({ ...REPORT, steps: [{ name: 'review', seconds: 1, outcome: 'done', note }] });
  assert.match(text, /\| says: a \\\| b &lt;script> \|$/m);
});
