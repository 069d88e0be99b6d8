import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { describe, test } from 'node:test';
import { CommandError } from '../../../cli/shared/command-error.ts';
import { endingOf } from '../../../cli/shared/ending.ts';
import { temporaryHelp } from '../../../cli/shared/temporary-help.ts';

describe('a temporary folder that cannot be used is named, with what helps', () => {
  const cases: [title: string, text: string][] = [
    ['full, for a file of the CDK', "ENOSPC: no space left on device, copyfile 'a' -> '/tiny/cdk-custom-resourceX/a'"],
    ['full, for an archive', 'unpacked to /tiny/onemerge-review-a: tar: a: Cannot write: No space left on device'],
    ['missing', "ENOENT: no such file or directory, mkdtemp '/tiny/onemerge-draft-XXXXXX'"],
    ['over its quota', "EDQUOT: quota exceeded, write '/tiny/onemerge-render-a/b'"],
    ['read-only', "EROFS: read-only file system, mkdtemp '/tiny/onemerge-verify-XXXXXX'"],
    ["somebody else's", "EACCES: permission denied, mkdtemp '/tiny/cdk.outXXXXXX'"],
    ['no folder', "ENOTDIR: not a directory, mkdtemp '/tiny/onemerge-draft-XXXXXX'"],
  ];
  for (const [title, text] of cases) {
    test(title, () => {
      assert.match(
        temporaryHelp(text, '/tiny') ?? 'nothing',
        /^make sure that \/tiny exists, .*export TMPDIR=<folder>$/,
      );
    });
  }
});

describe('what is said of another folder keeps its own help', () => {
  const cases: [title: string, text: string][] = [
    ['a file of the user in the temporary folder', "ENOENT: no such file or directory, open '/tiny/verdict.json'"],
    ['a full disk elsewhere', "ENOSPC: no space left on device, write '/home/me/onemerge-review.json'"],
    ['another fault in a folder of ours', 'SyntaxError in /tiny/onemerge-review-a/commit/lib/app.ts'],
  ];
  for (const [title, text] of cases) test(title, () => assert.equal(temporaryHelp(text, '/tiny'), undefined));
});

test('the help stands in what people read and in what programs read, whoever threw', () => {
  const message = `ENOSPC: no space left on device, write '${tmpdir()}/onemerge-draft-a/b'`;
  for (const thrown of [new Error(message), new CommandError(message, { help: 'npx cdk synth --quiet' })]) {
    const { text, help, exitCode } = endingOf(thrown);
    assert.match(help ?? '', /export TMPDIR=<folder>$/);
    assert.ok(text.endsWith(`  help: ${help}`), text);
    assert.equal(exitCode, 2);
  }
});
