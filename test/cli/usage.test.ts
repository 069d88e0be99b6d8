import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Command } from 'commander';
import { onemerge } from '../../cli/program.ts';
import { attempt } from '../../cli/run.ts';

const WITH_HARNESS = ['rehearse'];

/** A command and those below it, each with the words that lead to it. */
function commandsBelow(command: Command, path: readonly string[]): { command: Command; path: readonly string[] }[] {
  return command.commands.flatMap((one) => {
    const words = [...path, one.name()];
    return [{ command: one, path: words }, ...commandsBelow(one, words)];
  });
}

const COMMANDS = commandsBelow(await onemerge(WITH_HARNESS), []);

/** How words end that must be refused before anything is done. */
async function refused(words: readonly string[]) {
  const ending = await attempt(onemerge, words);
  assert.ok(ending, `\`npx onemerge ${words.join(' ')}\` was run`);
  return ending;
}

/** What every command is tried with: words that it must refuse, whatever it does. */
const WRONG_WORDS = (command: Command): string[][] => [
  ['--no-such-option'],
  ['-x'],
  ...(command.registeredArguments.some(({ variadic }) => variadic) ? [] : [['a-word', 'another', 'a-third']]),
  ...command.options.filter(({ required }) => required).map(({ long }) => [long ?? '']),
  ...command.options.filter(({ argChoices }) => argChoices).map(({ long }) => [long ?? '', 'no-such-choice']),
  ...command.options.filter(({ long }) => long === '--timeout').flatMap(() => TIMES.map((time) => ['--timeout', time])),
];

const TIMES = ['0', '-1', 'abc', 'NaN', 'Infinity', '1.5', '1e9', '0x10', '', ' ', '10s', '99999999999999999999'];

describe('words that a command does not know end with code 2, for there is no answer', () => {
  for (const { command, path } of COMMANDS) {
    for (const words of WRONG_WORDS(command)) {
      const line = [...path, ...words].map((word) => (/^\S+$/.test(word) ? word : `'${word}'`)).join(' ');
      test(`npx onemerge ${line}`, async () => {
        const { exitCode, text, error } = await refused([...path, ...words]);
        assert.equal(exitCode, 2);
        assert.match(text, /^error: \S/);
        assert.doesNotMatch(`${text}${error}`, /\n {4}at /);
      });
    }
  }

  test('are tried on every command', () => {
    const names = COMMANDS.map(({ path }) => path.join(' '));
    for (const name of [
      'connect',
      'lock',
      'review',
      'standing',
      'verify',
      'rehearse',
      'rehearse ghost',
      'rehearse clean',
    ])
      assert.ok(names.includes(name), name);
  });

  for (const commit of ['', ' ', '--json', '-x', 'a b', 'HEAD\n']) {
    test(`npx onemerge verify --commit ${JSON.stringify(commit)}`, async () => {
      const { exitCode, text } = await refused(['verify', '--commit', commit]);
      assert.equal(exitCode, 2);
      assert.match(text, /Name a commit, for example --commit HEAD\.$/);
    });
  }

  for (const words of [['verify'], ['verify', '--json'], [], ['nonsense'], ['help', 'nonsense', 'x'], ['--nonsense']]) {
    test(`npx onemerge ${words.join(' ')}`, async () => assert.equal((await refused(words)).exitCode, 2));
  }
});

describe('a word that is nearly right gets what was probably meant', () => {
  const cases = [
    [['verfy'], 'verify'],
    [['rehearze'], 'rehearse'],
    [['lock', '--chek'], '--check'],
    [['rehearse', 'gohst'], 'ghost'],
    [['rehearse', 'claen'], 'clean'],
    [['rehearse', '--keep', 'sumary'], 'summary'],
    [['rehearse', '--until', 'depoly'], 'deploy'],
    [['rehearse', '--untill', 'deploy'], '--until'],
    [['rehearse', 'ghost', 'upload'], 'uploads'],
    [['verify', '--comit', 'HEAD'], '--commit'],
    [['verify', '--commit=HEAD', '--timout=5'], '--timeout'],
    [['announce', '--comit=HEAD'], '--commit'],
    [['review', 'post', 'x', '--pullrequest', '1'], '--pull-request'],
    [['rehearse', '--faults', 'ghost-kiled'], 'ghost-killed'],
  ] as const;
  for (const [words, meant] of cases) {
    test(`npx onemerge ${words.join(' ')}`, async () => {
      const { text } = await refused(words);
      assert.ok(text.endsWith(`\n(Did you mean ${meant}?)`), text);
    });
  }

  test('and one that is not gets none', async () => {
    assert.doesNotMatch((await refused(['rehearse', 'everything'])).text, /Did you mean/);
    assert.doesNotMatch((await refused(['rehearse', '--until', 'tomorrow'])).text, /Did you mean/);
  });
});

describe('an empty word, where a variable of a script was not set, is named', () => {
  const cases = [
    [['lock', '--app', ''], "the value of '--app'"],
    [['lock', '--check', '--app='], "the value of '--app'"],
    [['verify', '--commit', 'HEAD', '--output', ''], "the value of '--output'"],
    [['verify', '--commit', 'HEAD', '--record', ' '], "the value of '--record'"],
    [['review', '--base', '\n'], "the value of '--base'"],
    [['restore', '--snapshot', ''], "the value of '--snapshot'"],
    [['--environment', '', 'status'], "the value of '--environment'"],
    [['rehearse', 'clean', ''], 'word 3'],
  ] as const;
  for (const [words, which] of cases) {
    test(`npx onemerge ${words.map((word) => word || "''").join(' ')}`, async () => {
      const { text, exitCode } = await refused(words);
      assert.equal(text, `error: ${which} is empty: is the variable set that it comes from?`);
      assert.equal(exitCode, 2);
    });
  }
});

describe('help and version are answers', () => {
  for (const words of [['--help'], ['--version'], ['help', 'verify'], ['lock', '--help']]) {
    test(`npx onemerge ${words.join(' ')}`, async (t) => {
      t.mock.method(process.stdout, 'write', () => true);
      // Commander's help ends with the code that the process has so far: another test's, when that failed.
      const before = process.exitCode;
      t.after(() => {
        process.exitCode = before;
      });
      process.exitCode = undefined;
      assert.equal((await refused(words)).exitCode, 0);
    });
  }
});
