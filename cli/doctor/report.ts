import { BY_A_PERSON } from './after/by-a-person.ts';
import type { Examined, State } from './check.ts';

const WORDS: Readonly<Record<State, string>> = { good: 'ok', warning: 'look', bad: 'NO', unknown: '?' };

/** Exit codes: 0 nothing is bad, 1 something is, 2 something could not be asked (and nothing is known to be bad). */
export function exitCodeOf(examined: readonly Examined[]): 0 | 1 | 2 {
  if (examined.some(({ state }) => state === 'bad')) return 1;
  return examined.some(({ state }) => state === 'unknown') ? 2 : 0;
}

/** A line for each check, with what helps below it unless it is good, and a line that counts them. */
export function table(examined: readonly Examined[]): string {
  const width = Math.max(...examined.map(({ id }) => id.length));
  const lines = examined.flatMap(({ id, state, text, help }) => {
    const start = `  ${WORDS[state].padEnd(4)}  ${id.padEnd(width)}  `;
    return [`${start}${text}`, ...(help === undefined ? [] : [`${' '.repeat(start.length)}help: ${help}`])];
  });
  return [...lines, summary(examined)].join('\n');
}

/** For example `11 good, 1 to look at, 1 bad`. */
export function summary(examined: readonly Examined[]): string {
  const words = { good: 'good', warning: 'to look at', bad: 'bad', unknown: 'could not be asked' } as const;
  return (Object.keys(words) as State[])
    .map((state) => ({ state, count: examined.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${words[state]}`)
    .join(', ');
}

/** All of it, for machines. */
export function json(examined: readonly Examined[]): string {
  return JSON.stringify({ exitCode: exitCodeOf(examined), checks: examined }, null, 2);
}

/** What `--after-deploy` does not look at. */
export function leftForAPerson(): string {
  return ['Left for a person, see docs/first-deploy.md:', ...BY_A_PERSON.map((line) => `  ${line}`)].join('\n');
}
