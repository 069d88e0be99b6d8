import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Command } from 'commander';
import { connectCommand } from '../cli/connect/command.ts';
import { rehearseCommand } from '../cli/rehearse/command.ts';
import { verifyCommand } from '../cli/verify/command.ts';
import { DOCUMENTS, readDocument } from './support/documents.ts';

const COMMANDS = new Map<string, () => Command>([
  ['connect', connectCommand],
  ['rehearse', rehearseCommand],
  ['verify', verifyCommand],
]);

/**
 * What the command line would say to a command of a document; undefined when it would run it. Placeholders such as `<sha>`
 * stand for any value, but for none of a list of choices.
 */
function refusal(line: string): string | undefined {
  const [name = '', ...words] = line.split(/\s+/);
  const make = COMMANDS.get(name);
  if (make === undefined) return `unknown command ${name}`;
  if (words.length === 0) return undefined; // a sentence that mentions the command
  const command = parsing(make());
  try {
    command.parse(words.map(anyChoice(command)), { from: 'user' });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The command and those below it, so that they parse and do nothing else. */
function parsing(command: Command): Command {
  for (const one of [command, ...command.commands]) {
    one.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    one.action(() => undefined);
  }
  return command;
}

/** Replaces a placeholder by the first choice of the option before it. */
function anyChoice(command: Command): (word: string, at: number, words: readonly string[]) => string {
  return (word, at, words) => {
    if (!/^<.*>$/.test(word)) return word;
    const option = command.options.find(({ long }) => long === words[at - 1]);
    return option?.argChoices?.[0] ?? word;
  };
}

/** The code of a text that names the command: spans, and lines of blocks without their comments. */
function codeIn(text: string): string[] {
  const spans = [...text.matchAll(/`([^`\n]*npx onemerge[^`\n]*)`/g)];
  const lines = [...text.matchAll(/^ *(npx onemerge.*?|[^`\n]*&& npx onemerge.*?)(?: #.*)?$/gm)];
  return [...spans, ...lines].map(([, code = '']) => code);
}

/** The commands in a text, each without `npx onemerge`. */
function commandsIn(text: string): string[] {
  const found = codeIn(text).flatMap((code) => [...code.matchAll(/npx onemerge((?: +[\w<>"$.-]+)+)/g)]);
  return [...new Set(found.map(([, words = '']) => words.trim()))];
}

describe('commands in documents', () => {
  for (const document of DOCUMENTS) {
    for (const line of commandsIn(readDocument(document))) {
      test(`${document}: npx onemerge ${line}`, () => {
        assert.equal(refusal(line), undefined, `correct it in ${document}: npx onemerge --help`);
      });
    }
  }

  test('are found in sentences, and in blocks without their comments', () => {
    const text = 'Type `npx onemerge verify --commit <sha>`:\n```sh\nnpm ci && npx onemerge rehearse  # minutes\n```\n';
    assert.deepEqual(commandsIn(text), ['verify --commit <sha>', 'rehearse']);
  });

  test('that the command line does not know would be found', () => {
    assert.equal(refusal('doctor'), 'unknown command doctor');
    assert.match(refusal('rehearse --untill deploy') ?? '', /unknown option '--untill'/);
    assert.match(refusal('rehearse --until tomorrow') ?? '', /Allowed choices are/);
    assert.equal(refusal('rehearse --until <scenario>'), undefined);
  });
});
