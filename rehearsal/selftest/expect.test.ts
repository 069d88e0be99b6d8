import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectGreen, expectMessage } from './expect.ts';

const GOOD = { code: 1, output: '  NO  check the machine\nunzip is not installed\n  help: apt-get install unzip\n' };
const WANTED = { code: 1, what: /^unzip is not installed$/, help: /apt-get install unzip$/ };

test('one message with what happened and what helps passes', () => {
  assert.equal(expectMessage(GOOD, WANTED), '1: unzip is not installed');
});

test('a selftest fails on another code, two messages, other words, another help, or a stack trace', () => {
  const bad = {
    'ended with 2': { ...GOOD, code: 2 },
    'gave 2 messages': { ...GOOD, output: `${GOOD.output}  help: apt-get install unzip\n` },
    'no line says': { ...GOOD, output: GOOD.output.replace('unzip is', 'unzip was') },
    'the help is not': { ...GOOD, output: GOOD.output.replace('apt-get', 'yum') },
    'a stack trace': { ...GOOD, output: `${GOOD.output}    at run (file:///a.ts:1:2)\n` },
  };
  for (const [flaw, ending] of Object.entries(bad)) {
    assert.throws(() => expectMessage(ending, WANTED), new RegExp(flaw));
  }
});

test('a second run is green only with exit code 0 and nothing failed', () => {
  expectGreen({ code: 0, output: '7 passed, 0 failed\n' });
  assert.throws(() => expectGreen({ code: 1, output: '7 passed, 0 failed\n' }), /the second run ended with 1/);
  assert.throws(() => expectGreen({ code: 0, output: '6 passed, 1 failed\n' }));
});
