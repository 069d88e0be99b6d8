import type { Template } from '../../../lib/output-fingerprint.ts';
import type { Stacks } from '../facts.ts';
import { monthOf } from './monthly.ts';

/** What the infrastructure costs a month, in dollars, as far as it does not depend on use. */
export interface Cost {
  readonly before: number;
  readonly after: number;
  /** The resources whose cost changes. */
  readonly changes: readonly { readonly subject: string; readonly before: number; readonly after: number }[];
  /** Resources of the head that cost by the hour, and whose price is not in the table. */
  readonly unknown: readonly string[];
}

/** What templates cost a month, in dollars; a resource without a price in the table counts as nothing. */
export function monthlySum(templates: ReadonlyMap<string, Template>): number {
  const months = [...templates.values()].flatMap(({ Resources }) => Object.values(Resources).map(monthOf));
  return months.reduce<number>((sum, month) => sum + (month === 'unknown' ? 0 : month), 0);
}

/** Compares what two sets of stacks cost. */
export function compareCosts(base: Stacks, head: Stacks): Cost {
  const [earlier, later] = [monthsOf(base), monthsOf(head)];
  const dollars = (months: Months, subject: string) => {
    const month = months.get(subject);
    return month === undefined || month === 'unknown' ? 0 : month;
  };
  const subjects = [...new Set([...earlier.keys(), ...later.keys()])];
  const all = subjects.map((subject) => ({
    subject,
    before: dollars(earlier, subject),
    // What gets a form without a price costs no less for that, as far as anybody knows.
    after: dollars(later.get(subject) === 'unknown' ? earlier : later, subject),
  }));
  return {
    before: all.reduce((sum, { before }) => sum + before, 0),
    after: all.reduce((sum, { after }) => sum + after, 0),
    changes: all.filter(({ before, after }) => before !== after),
    unknown: [...later].filter(([, month]) => month === 'unknown').map(([subject]) => subject),
  };
}

type Months = ReadonlyMap<string, number | 'unknown'>;

function monthsOf(stacks: Stacks): Months {
  return new Map(
    Object.entries(stacks).flatMap(([stack, { template }]) =>
      Object.entries(template.Resources ?? {}).map(([id, resource]) => [`${stack}/${id}`, monthOf(resource)] as const),
    ),
  );
}
