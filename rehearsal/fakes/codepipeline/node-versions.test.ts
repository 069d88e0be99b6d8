import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makeFakeCommands } from './node-versions.ts';

async function commands(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const made = await makeFakeCommands(folder, [{ version: '24.21.0', program: '/opt/node-24/bin/node' }]);
  const PATH = [...made.folders, '/usr/bin', '/bin'].join(':');
  const n = (...args: string[]) =>
    execFileSync(join(folder, 'commands/n'), args, { env: { PATH }, encoding: 'utf8', stdio: 'pipe' });
  return { n, chosen: () => readlinkSync(join(folder, 'chosen/node')), notes: made.notes };
}

test('a version of which a Node.js is at hand is switched to', async (t) => {
  const { n, chosen } = await commands(t);
  for (const wanted of ['24', 'v24', '24.21', '24.21.0']) assert.match(n(wanted), /installed : v24\.21\.0/);
  assert.equal(chosen(), '/opt/node-24/bin/node');
});

test('another version leaves a note, and the build goes on', async (t) => {
  const { n, notes } = await commands(t);
  assert.match(n('26'), /\(fake\)/);
  assert.equal(
    readFileSync(notes, 'utf8').trim(),
    `no Node.js 26 is at hand; the build went on with ${process.version}`,
  );
});

test('what is no version fails, as it would on AWS', async (t) => {
  const { n } = await commands(t);
  assert.throws(() => n(''), /is no version/);
  assert.throws(() => n('latest;rm'), /is no version/);
});
