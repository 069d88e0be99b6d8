/** Longer values are told by their length: nobody reads a policy in one line, and the report has a limit. */
const LONGEST_VALUE = 200;

/** Names have no limit in Git, and reasons none in approvals.json: a summary of twelve must fit a comment, with what approves them. */
const LONGEST_TEXT = 1000;

/**
 * Text of a pull request as a code span, in which GitHub knows no HTML, link, mention or emphasis.
 * @see https://spec.commonmark.org/0.31.2/#code-spans
 */
export function code(text: string): string {
  const line = plain(shortened(text)).replace(/\s+/g, ' ').trim() || ' ';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

const shortened = (text: string) =>
  text.length > LONGEST_TEXT
    ? `${text.slice(0, LONGEST_TEXT)} and ${text.length - LONGEST_TEXT} more characters`
    : text;

/** What is not seen, or turns the line round, by its number; and letters that look like those of another script beside them. */
function plain(text: string): string {
  return text
    .replaceAll(/(?![\n\r\t ])[\p{C}\p{Z}]/gu, numberOf)
    .replaceAll(/[^\s"'`(){}[\],]+/gu, (word) =>
      /\p{Script=Latin}/u.test(word)
        ? word.replaceAll(
            /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\uff00-\uffef]/gu,
            numberOf,
          )
        : word,
    );
}

const numberOf = (letter: string) => `\\u{${letter.codePointAt(0)?.toString(16)}}`;

/** A value of a template or manifest, in one line. */
export function value(of: unknown): string {
  if (of === undefined) return 'nothing';
  const text = JSON.stringify(of);
  return text.length > LONGEST_VALUE ? `${text.length} characters` : code(text);
}

/** A name where Markdown knows no code spans, as in the title of a fold: nothing that is HTML or a link. */
export const word = (name: string): string => name.replaceAll(/[^\w-]/g, '_');
