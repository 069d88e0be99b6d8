// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are variables of Flux
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { substitute } from '../../../../cli/shared/rendering/variables/substitute.ts';
import { readYaml } from '../../../../cli/shared/rendering/yaml-1.1.ts';
import { CORPUS, VALUES } from '../../../support/flux/corpus.ts';

/** What Flux's own code made of the corpus. */
const ANSWERS = JSON.parse(readFileSync(join(import.meta.dirname, '../../../support/flux/answers.json'), 'utf8')) as [
  string,
  unknown,
][];

/** Flux mangles numbers with a fraction and huge ones where they are keys; the renderer refuses them. */
const STRICTER = ['${EXPONENT}: b\n', '${ACCOUNT}: b\n', '${FLOAT}: b\n', '${BIG}: b\n'];

/** What the renderer makes of a text, in the words of the answers. */
function ours(text: string): unknown {
  try {
    return JSON.parse(JSON.stringify(readYaml(substitute(text, VALUES))));
  } catch {
    return 'refused';
  }
}

describe("Flux's own answers", () => {
  test('are those of this corpus', () => {
    assert.deepEqual(
      ANSWERS.map(([text]) => text),
      CORPUS,
      'renew them: npm run flux-answers',
    );
  });

  for (const [text, answer] of ANSWERS) {
    test(`are the renderer's: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(ours(text), STRICTER.includes(text) ? 'refused' : answer);
    });
  }
});
