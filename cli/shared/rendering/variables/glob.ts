/** A pattern without a star at its beginning, as far as the next one. */
const CHUNK = /^(\**)((?:\\[\s\S]|\[[^\]]*(?:\]|$)|[^*])*)/;

/**
 * Whether a text matches a pattern of `*`, `?`, `[a-z]`, `[^a]` and `\` before what is meant literally.
 * @returns undefined for a pattern that is wrong, as far as matching needed it
 */
export function matchesGlob(pattern: string, text: string): boolean | undefined {
  let [left, rest] = [pattern, text];
  while (left !== '') {
    const [whole = '', stars = '', chunk = ''] = CHUNK.exec(left) ?? [];
    left = left.slice(whole.length);
    if (stars !== '' && chunk === '') return true;
    const after = afterChunk(chunk, rest, stars !== '', left === '');
    if (typeof after !== 'string') return after;
    rest = after;
  }
  return rest === '';
}

/** What is left of a text behind the first place where a chunk matches; the last chunk must reach the end. */
function afterChunk(chunk: string, text: string, anywhere: boolean, last: boolean): string | false | undefined {
  const letters = [...text];
  for (let start = 0; start <= (anywhere ? letters.length : 0); start++) {
    const after = matchHere(chunk, letters.slice(start));
    if (after === undefined) return undefined;
    if (after !== false && (after.length === 0 || !last)) return after.join('');
  }
  return false;
}

function matchHere(chunk: string, letters: readonly string[]): readonly string[] | false | undefined {
  const pattern = [...chunk];
  let at = 0;
  while (pattern.length > 0) {
    const letter = letters[at++];
    if (letter === undefined) return false;
    let wanted = pattern.shift();
    if (wanted === '?') continue;
    if (wanted === '[') {
      const inside = readClass(pattern, letter);
      if (inside === undefined) return undefined;
      if (!inside) return false;
      continue;
    }
    if (wanted === '\\') wanted = pattern.shift();
    if (wanted === undefined) return undefined;
    if (wanted !== letter) return false;
  }
  return letters.slice(at);
}

/** Takes a class off a pattern whose `[` is gone. @returns whether the letter is of it; undefined when it is none */
function readClass(pattern: string[], letter: string): boolean | undefined {
  const negated = pattern[0] === '^';
  if (negated) pattern.shift();
  let found = false;
  for (let ranges = 0; ranges === 0 || pattern[0] !== ']'; ranges++) {
    const low = readMember(pattern);
    if (low === undefined) return undefined;
    let high: string | undefined = low;
    if (pattern[0] === '-') {
      pattern.shift();
      high = readMember(pattern);
    }
    if (high === undefined) return undefined;
    if (code(low) <= code(letter) && code(letter) <= code(high)) found = true;
  }
  pattern.shift();
  return found !== negated;
}

const code = (letter: string): number => letter.codePointAt(0) ?? 0;

/** A letter of a class, and something must follow it: the class has an end. */
function readMember(pattern: string[]): string | undefined {
  let letter = pattern.shift();
  if (letter === '-' || letter === ']') return undefined;
  if (letter === '\\') letter = pattern.shift();
  return pattern.length === 0 ? undefined : letter;
}
