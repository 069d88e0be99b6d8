import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

const PROGRAM = `
import { interruptible } from './rehearsal/shared/process/groups.ts';
import { run } from './rehearsal/shared/process/run.ts';
try {
  await interruptible(async () => {
    console.log('working');
    try { await run('sleep', ['30'], { seconds: 60 }); } finally { console.log('tidied'); }
  });
} catch (error) {
  console.log(error.report());
  process.exit(error.exitCode);
}
`;

test('Ctrl-C ends what runs, lets it be tidied, and is told by one message and its exit code', async () => {
  const node = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM], {
    cwd: new URL('../../..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  node.stdout.on('data', (chunk) => {
    if (output === '') setTimeout(() => node.kill('SIGINT'), 200);
    output += chunk;
  });
  const [code] = await once(node, 'exit');
  assert.equal(code, 130);
  assert.match(output, /^working\ntidied\ninterrupted\n {2}help: run the same command again.*\n$/);
});
