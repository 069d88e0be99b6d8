import type { Review } from '../review.ts';
import { costLines } from './cost.ts';
import { acknowledgementEntry, objectEntry, resourceEntry, settingEntry } from './entries.ts';
import { environmentSections, ofShown, sameLines, whereLines } from './environments.ts';
import { code } from './escape.ts';
import { moveLines } from './moves.ts';
import { section } from './section.ts';
import { imagesMoved, noticeLines, reasons } from './summary.ts';
import { verdictOf } from './verdict.ts';

/** The first line of each report, by which a comment is found again. */
export const MARKER = '<!-- onemerge review -->';

/** GitHub refuses comments of more than 65,536 characters. */
const MOST_CHARACTERS = 60_000;

/** Each in a line that is not folded. */
const MOST_IMAGES = 5;

/** A review as a comment on a pull request: the answer first, the changes folded, cut by whole entries. */
export function markdown(review: Review): string {
  const head = [MARKER, `## onemerge review: ${verdictOf(review)}`, '', ...reasons(review), ...whereLines(review), ''];
  const images = imagesMoved(review).slice(0, MOST_IMAGES);
  // Paragraphs: in the summary of a job, unlike in a comment, lines alone are one.
  const moves = [
    ...moveLines(review),
    ...noticeLines(review),
    ...images,
    ...costLines(review),
    ...sameLines(review),
  ].flatMap((line) => [line, '']);
  const footer = `Base ${code(review.base)}, head ${code(review.head)}, ${review.seconds.toFixed(1)} s.`;
  const fixed = [...head, ...moves, footer].join('\n').length;
  const of = ofShown(review);
  const sections = [
    ...section(`Infrastructure${of}`, review.infrastructure, resourceEntry),
    ...section(`Workload${of}`, review.workload, objectEntry),
    ...environmentSections(review),
    ...section('Settings', review.settings, settingEntry),
    ...section('Deployed otherwise than the base says', review.deployed ?? { value: [] }, resourceEntry),
    ...section('Excused from rules', review.acknowledgements, acknowledgementEntry),
  ];
  const each = Math.floor((MOST_CHARACTERS - fixed) / Math.max(5, sections.length)) - 500; // the folds' own text
  const folds = sections.flatMap((lines) => lines(each));
  return `${[...head, ...moves, ...folds, footer].join('\n')}\n`;
}
