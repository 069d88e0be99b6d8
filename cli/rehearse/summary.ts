import type { Report } from '../../rehearsal/report.ts';

const OUTCOMES: Readonly<Record<Report['outcome'], string>> = { passed: '✅', failed: '❌', stopped: '⏹️' };

/** The report as Markdown, for the summary of a CI job: outcome, versions, a table of the steps, and what it proves not. */
export function summaryOf(report: Report): string {
  const { outcome, commit, machine, steps } = report;
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  const recorded = Object.entries(report.recordedOnly).map(([type, count]) => `${type} (${count})`);
  return [
    `## ${OUTCOMES[outcome]} Rehearsal ${outcome} in ${duration(seconds)}`,
    `Commit ${commit.slice(0, 10)}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node.js ${machine.node}`,
    ...(versions.length > 0 ? [versions.join(', ')] : []),
    table(report),
    ...section('Not proven', report.notProven),
    ...section('What stood in', report.standsIn),
    ...section('Recorded only, nothing done with them', recorded),
  ].join('\n\n');
}

function table({ steps }: Report): string {
  const rows = steps.map(({ name, outcome, seconds, note = '' }) => {
    const mark = outcome === 'done' ? '✅' : '❌';
    return `| ${mark} | ${cell(name)} | ${duration(seconds)} | ${cell(note)} |`;
  });
  return ['| | step | time | |', '|---|---|---:|---|', ...rows].join('\n');
}

/** Nothing for an empty list. */
function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`<details><summary>${title}</summary>`, lines.map((line) => `- ${asText(line)}`).join('\n'), '</details>'];
}

/** A row ends at a line's end, and a cell at a bar. */
function cell(text: string): string {
  return asText(text)
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ');
}

/** Notes quote programs; what looks like a tag is shown as it is. */
function asText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
