/** How many findings a scanner has, by its name and version. */
export type Counts = Readonly<Record<string, number>>;

const HEAD = '| scanner | last release | today |';

/** The counts of the last release: the table of docs/findings.md. */
export function countsIn(document: string): Counts {
  const rows = document.matchAll(/^\| ([^|`]+) \| (\d+) \|$/gm);
  return Object.fromEntries([...rows].map(([, scanner = '', count]) => [scanner, Number(count)]));
}

/** A table for people; a scanner of another version is another one, since it looks for other things. */
export function comparison(before: Counts, today: Counts): string {
  const scanners = [...new Set([...Object.keys(before), ...Object.keys(today)])];
  const rows = scanners.map((scanner) => `| ${scanner} | ${before[scanner] ?? '-'} | ${today[scanner] ?? '-'} |`);
  return [HEAD, '|---|---|---|', ...rows].join('\n');
}
