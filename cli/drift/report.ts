import { exitCodeOf, type Looked } from './drift.ts';

/** A line for each part, what has drifted below it with what helps, and a line that sums it up. */
export function report(looked: readonly Looked[]): string {
  const width = Math.max(...looked.map(({ part }) => part.length));
  const lines = looked.flatMap(({ part, compared, findings, unread }) => {
    const word = findings.length > 0 ? 'NO' : unread === undefined ? 'ok' : '?';
    const head = `  ${word.padEnd(2)}  ${part.padEnd(width)}  ${compared} compared, ${findings.length} drifted`;
    return [
      head,
      ...findings.flatMap(({ object, message, help }) => [`        ${object}: ${message}`, `          help: ${help}`]),
      ...(unread === undefined
        ? []
        : [`        not all of it was looked at: ${unread.error}`, `          help: ${unread.help}`]),
    ];
  });
  return [...lines, summary(looked)].join('\n');
}

/** `2 of 214 have drifted.` */
function summary(looked: readonly Looked[]): string {
  const sum = (of: (one: Looked) => number) => looked.reduce((total, one) => total + of(one), 0);
  const drifted = sum(({ findings }) => findings.length);
  const compared = sum((one) => one.compared);
  const unread = looked.filter((one) => one.unread !== undefined).length;
  const rest =
    unread === 0 ? '' : ` ${unread} ${unread === 1 ? 'part' : 'parts'} could not be looked at, or not all of it.`;
  return `${drifted === 0 ? 'Nothing' : `${drifted}`} of ${compared} ${drifted > 1 ? 'have' : 'has'} drifted.${rest}`;
}

/** All of it, for machines. */
export function json(looked: readonly Looked[]): string {
  return JSON.stringify({ exitCode: exitCodeOf(looked), parts: looked }, null, 2);
}
