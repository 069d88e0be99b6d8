import { VALUES } from '../../../test/support/flux/corpus.ts';

/** Pieces that variables are made of, and that text around them is. */
const PIECES = [
  '${',
  '}',
  '$',
  ':',
  '-',
  '=',
  '#',
  '%',
  '/',
  '\\',
  '*',
  '?',
  '[',
  ']',
  '^',
  ',',
  '+',
  'a',
  'b',
  '1',
  '0',
  '.',
  ' ',
  '"',
  "'",
  '{',
  'é',
];
const NAMES = [...Object.keys(VALUES), 'UNSET'];

/** Numbers from 0 to 1 that a seed decides. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Texts with variables, most of them nearly right. @param seed decides which */
export function generatedTexts(count: number, seed: number): string[] {
  const next = random(seed);
  const pick = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? '';
  const pieces = (most: number) => Array.from({ length: Math.floor(next() * most) }, () => pick(PIECES)).join('');
  const expression = () => `\${${next() < 0.1 ? '#' : ''}${pick(NAMES)}${pieces(6)}}`;
  return Array.from({ length: count }, () => {
    const text = [pieces(2), expression(), pieces(2), next() < 0.3 ? expression() : ''].join('');
    return next() < 0.5 ? `a: ${text}\n` : `a: |-\n  ${text}\n`;
  });
}
