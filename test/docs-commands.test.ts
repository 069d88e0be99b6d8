import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refusal } from './support/command-line.ts';
import { DOCUMENTS, readDocument } from './support/documents.ts';

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
    assert.equal(refusal('doktor'), 'unknown command doktor');
    assert.match(refusal('rehearse --untill deploy') ?? '', /unknown option '--untill'/);
    assert.match(refusal('rehearse --until tomorrow') ?? '', /Allowed choices are/);
    assert.equal(refusal('rehearse --until <scenario>'), undefined);
  });
});

/** What the programs of GNU understand, and those of a Mac do not, or otherwise. */
const GNU_ALONE =
  /\bsed -i|\bdate (-d|--date)|\bbase64 -w|\bgrep -\w*P|\bxargs -r|\bstat -c|\bfind .*-printf|\bhead -n -|\b(sha256sum|md5sum|nproc|tac|timeout) /;

/** Lines of shell blocks that a Mac runs otherwise. */
const onlyOfGnu = (text: string): string[] =>
  [...text.matchAll(/^ *```(?:sh|bash)\n(.*?)^ *```/gms)]
    .flatMap(([, block = '']) => block.split('\n'))
    .filter((line) => GNU_ALONE.test(line));

describe('what documents have people type', () => {
  for (const document of DOCUMENTS)
    test(`${document}: a Mac understands it as well`, () =>
      assert.deepEqual(onlyOfGnu(readDocument(document)), [], `${document}: say it without what GNU alone knows`));

  test('and what it would not understand is found', () =>
    assert.deepEqual(onlyOfGnu('```sh\nls\nsed -i s/a/b/ file\n```\n`sed -i`\n'), ['sed -i s/a/b/ file']));
});
