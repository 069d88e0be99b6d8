import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { COMPILE_ONCE } from '../../lib/compile-once.ts';

test('V8 knows what it is told about WebAssembly, or else each synthesis would begin with its complaint', () => {
  const tell = `require('node:v8').setFlagsFromString('${COMPILE_ONCE}')`;
  const { stderr } = spawnSync(process.execPath, ['--eval', tell], { encoding: 'utf8' });
  assert.equal(stderr, '', 'lib/compile-once.ts: look in node --v8-options for what the flag is called now');
});
