import type { Half } from '../facts.ts';
import { counts } from './counts.ts';

/** A part of the report, of no more than so many characters: Markdown lines. */
export type Section = (most: number) => readonly string[];

/** One fold with the changes of a half; none when there are none. */
export function section<T extends { readonly impact: string }>(
  title: string,
  half: Half<readonly T[]>,
  entry: (change: T) => string,
): Section[] {
  if ('error' in half || half.value.length === 0) return [];
  return [
    (most) => {
      const entries = fitting(half.value.map(entry), most);
      const left = half.value.length - entries.length;
      const cut = left > 0 ? [`- and ${left} more, in the output of --json`] : [];
      return [
        `<details><summary>${title}: ${counts(half.value)}</summary>`,
        '',
        ...entries,
        ...cut,
        '',
        '</details>',
        '',
      ];
    },
  ];
}

/** Each entry that still fits: a large one leaves room for smaller ones behind it. */
export function fitting(entries: readonly string[], most: number): string[] {
  let left = most;
  return entries.filter((entry) => {
    const fits = entry.length < left;
    if (fits) left -= entry.length + 1;
    return fits;
  });
}
