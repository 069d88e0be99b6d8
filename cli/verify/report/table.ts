import { styleText } from 'node:util';
import { causeInfo } from '../causes.ts';
import { beginning, short } from '../names.ts';
import type { Part, Problem, Verdict } from '../verdict.ts';
import type { Outcome } from '../watch.ts';
import { duration, halfSinceMerge, sinceMerge } from './times.ts';
import { partsToldOnce, problemsToldOnce } from './told-once.ts';

/** Styles text, or leaves it as it is. */
export type Paint = (style: 'green' | 'red' | 'yellow' | 'dim' | 'bold', text: string) => string;

/** Colour for a terminal that wants it; everything else gets plain text. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(style, text, { stream, validateStream: true });
}

const STYLES = { live: 'green', superseded: 'yellow', 'not live': 'red', unknown: 'yellow', waiting: 'dim' } as const;
const PART_STYLES = { live: 'green', waiting: 'yellow', failing: 'red', unread: 'yellow' } as const;

/** The whole report: the table, what is wrong and what helps, and the verdict as the last line. */
export function report(outcome: Outcome, paint: Paint): string {
  const { verdict, notes } = outcome;
  const blocks = [
    table(outcome, paint),
    ...(verdict.state === 'live' ? [] : telling(verdict).map((one) => explain(one, paint))),
    notes.join('\n'),
    paint(STYLES[verdict.state], summary(outcome)),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** The end of a failed build's log: each cause with what helps. */
export function failureReport(problems: readonly Problem[], paint: Paint): string {
  if (problems.length === 0) return 'The deployment was complete: what failed after it is told above.';
  // A check before the deployment, or the CDK itself, has stopped it and said why.
  if (problems.every(({ cause }) => cause === 'infrastructure failed')) {
    return `The deployment did not reach ${problems.map(({ object }) => object).join(', ')}: what stopped it is told above.`;
  }
  const shown = problemsToldOnce(problems)
    .slice(0, 3)
    .map((one) => explain(one, paint));
  return [paint('red', 'The deployment failed:'), ...shown].join('\n\n');
}

/** The problems that are worth a paragraph: causes, or symptoms as long as nothing better is known. */
function telling({ problems, state }: Verdict): Problem[] {
  const known = problemsToldOnce(problems).filter(({ cause }) => state === 'unknown' || cause !== 'unreadable');
  const causes = known.filter(({ cause }) => !causeInfo(cause).symptom);
  return (causes.length > 0 ? causes : [...known]).slice(0, 3);
}

function table({ verdict, memory, facts }: Outcome, paint: Paint): string {
  const parts = partsToldOnce(verdict.parts);
  const rows = parts.map((part) => [part.name, part.wanted, part.found, when(part)]);
  const all = [['part', 'wanted', 'found', `since ${beginning(facts)}`], ...rows];
  const widths = [0, 1, 2].map((column) => Math.min(60, Math.max(...all.map((row) => row[column]?.length ?? 0))));
  const line = (row: string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  const [head = '', ...body] = all.map(line);
  const painted = body.map((text, i) => paint(PART_STYLES[parts[i]?.state ?? 'waiting'], text));
  return [paint('bold', head), ...painted].join('\n');

  function when(part: Part): string {
    const time = sinceMerge(part, memory, facts.mergedAt);
    if (time === undefined) return '-';
    return time < 0 ? 'unchanged' : duration(time);
  }
}

function explain({ object, cause, message, events, logs, help }: Problem, paint: Paint): string {
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`  ${title}:`, ...lines.map((line) => `    ${line}`)];
  return [
    paint('bold', `${object}: ${cause}`),
    `  ${message}`,
    ...list('last events', events),
    ...list('last log lines', logs.slice(-10)),
    `  help: ${help}`,
  ].join('\n');
}

/** One line: the state and, for a commit that is live, how long each half took. */
export function summary({ verdict, memory, facts }: Outcome): string {
  const commit = short(verdict.commit);
  switch (verdict.state) {
    case 'live': {
      const halves = (['infrastructure', 'workload'] as const).map((half) => {
        const time = halfSinceMerge(half, verdict.parts, memory, facts.mergedAt);
        return `${half} ${time === undefined ? 'unchanged' : `live ${duration(time)} after the ${beginning(facts)}`}`;
      });
      return `${commit} is live: ${halves.join(', ')}.`;
    }
    case 'superseded':
      return `${commit} is superseded by ${short(verdict.supersededBy)}: Flux holds the later commit, whose own execution judges it.`;
    case 'unknown':
      return `Whether ${commit} is live is unknown: ${reason(verdict)}.`;
    default:
      return `${commit} is not live: ${reason(verdict)}.`;
  }
}

function reason({ problems, parts }: Verdict): string {
  const [first] = problemsToldOnce(problems);
  if (first)
    return first.cause === 'unreadable' ? `${first.object}: ${first.message}` : `${first.cause} (${first.object})`;
  const waiting = parts.filter(({ state }) => state !== 'live').map(({ name, found }) => `${name}: ${found}`);
  return `still waiting for ${waiting.join('; ')}`;
}
