import type { RuleAt } from '../cli/review/facts.ts';
import { withoutPack } from './packs.ts';

/** A row of docs/findings.md: what scanners report and nobody mends, and why. */
export interface Accepted {
  /** Rules as reported, without the pack of cdk-nag. */
  readonly rules: readonly string[];
  /** Paths of constructs, or kind, namespace and name of objects; `*` stands for anything. */
  readonly where: readonly string[];
  readonly reason: string;
}

const RULES_AND_PLACES = /^\| (`[^|]+`) \| (`[^|]+`) \| ([^|]+) \|$/;

/**
 * Rows of docs/findings.md.
 * @param document its text
 * @param heading of the section with the table
 */
export function acceptedIn(document: string, heading: string): Accepted[] {
  const [, below = ''] = document.split(`\n## ${heading}\n`);
  const [section = ''] = below.split('\n## ');
  return section.split('\n').flatMap((line) => {
    const [, rules, where, reason] = RULES_AND_PLACES.exec(line) ?? [];
    if (rules === undefined || where === undefined || reason === undefined) return [];
    return [{ rules: quoted(rules), where: quoted(where), reason: reason.trim() }];
  });
}

const quoted = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

/** What is found and no row explains. */
export function unexplained(found: readonly RuleAt[], accepted: readonly Accepted[]): RuleAt[] {
  return found.filter((finding) => !accepted.some((row) => ofRule(row, finding) && at(row, finding)));
}

/** Rules and places of rows that nothing is found for: the reason is of no use any more. */
export function needless(found: readonly RuleAt[], accepted: readonly Accepted[]): string[] {
  return accepted.flatMap((row) => {
    const explained = found.filter((finding) => ofRule(row, finding) && at(row, finding));
    const rules = row.rules.filter((rule) => !explained.some((finding) => withoutPack(finding) === rule));
    const places = row.where.filter((place) => !explained.some(({ path }) => covers(place, path)));
    return [...rules, ...places.map((place) => `${row.rules.join(', ')} at ${place}`)];
  });
}

const ofRule = ({ rules }: Accepted, finding: RuleAt): boolean => rules.includes(withoutPack(finding));
const at = ({ where }: Accepted, { path }: RuleAt): boolean => where.some((place) => covers(place, path));

function covers(place: string, path: string): boolean {
  const parts = place.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(path);
}
