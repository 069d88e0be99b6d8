import type { AcknowledgementChange } from '../checks/compare.ts';
import type { SettingChange } from '../contract/compare.ts';
import { differences } from '../differences.ts';
import type { Half } from '../facts.ts';
import type { ResourceChange } from '../infrastructure/compare.ts';
import type { Review } from '../review.ts';
import type { ObjectChange } from '../workload/compare.ts';
import { costLines } from './cost.ts';
import { counts } from './counts.ts';
import { environmentLines } from './environments.ts';
import { code, value } from './escape.ts';
import { imagesMoved, nothingNoticed, readersNotice, reasons, whatMoves } from './summary.ts';
import { verdictOf } from './verdict.ts';

/** The first line of each report, by which a comment is found again. */
export const MARKER = '<!-- onemerge review -->';

/** GitHub refuses comments of more than 65,536 characters. */
const MOST_CHARACTERS = 60_000;

/** Each in a line that is not folded. */
const MOST_IMAGES = 5;

/** A review as a comment on a pull request: the answer first, the changes folded, cut by whole entries. */
export function markdown(review: Review): string {
  const notice = readersNotice(review).slice(0, 5).join(', ') || nothingNoticed(review);
  const head = [MARKER, `## onemerge review: ${verdictOf(review)}`, '', ...reasons(review), ''];
  const images = imagesMoved(review).slice(0, MOST_IMAGES);
  // Paragraphs: in the summary of a job, unlike in a comment, lines alone are one.
  const moves = [
    `What moves: ${whatMoves(review)}.`,
    `What readers notice: ${notice}.`,
    ...environmentLines(review.environments),
    ...images,
    ...costLines(review),
  ].flatMap((line) => [line, '']);
  const footer = `Base ${code(review.base)}, head ${code(review.head)}, ${review.seconds.toFixed(1)} s.`;
  const fixed = [...head, ...moves, footer].join('\n').length;
  const each = Math.floor((MOST_CHARACTERS - fixed) / 5) - 500; // the folds' own text
  const sections = [
    section('Infrastructure', review.infrastructure, resourceEntry, each),
    section('Workload', review.workload, objectEntry, each),
    section('Settings', review.settings, settingEntry, each),
    ...(review.deployed
      ? [section('Deployed otherwise than the base says', review.deployed, resourceEntry, each)]
      : []),
    section('Excused from rules', review.acknowledgements, acknowledgementEntry, each),
  ];
  return `${[...head, ...moves, ...sections.flat(), footer].join('\n')}\n`;
}

/** One fold with the changes of a half; nothing when there are none. */
function section<T extends { readonly impact: string }>(
  title: string,
  half: Half<readonly T[]>,
  entry: (change: T) => string,
  most: number,
): string[] {
  if ('error' in half || half.value.length === 0) return [];
  const entries = fitting(half.value.map(entry), most);
  const left = half.value.length - entries.length;
  const cut = left > 0 ? [`- and ${left} more, in the output of --json`] : [];
  return [`<details><summary>${title}: ${counts(half.value)}</summary>`, '', ...entries, ...cut, '', '</details>', ''];
}

/** Each entry that still fits: a large one leaves room for smaller ones behind it. */
function fitting(entries: readonly string[], most: number): string[] {
  let left = most;
  return entries.filter((entry) => {
    const fits = entry.length < left;
    if (fits) left -= entry.length + 1;
    return fits;
  });
}

function resourceEntry({ stack, id, type, impact, properties, assetsAlone }: ResourceChange): string {
  if (assetsAlone) return `- ${impact}: ${code(`${stack}/${id}`)} (${code(type)}), by the contents of an asset alone`;
  const fields = properties.flatMap(({ name, before, after }) => differences(before, after, name));
  const lines = fields.map(({ path, before, after }) => changeLine(path, before, after));
  return [`- ${impact}: ${code(`${stack}/${id}`)} (${code(type)})`, ...lines].join('\n');
}

function objectEntry({ key, impact, fields }: ObjectChange): string {
  return [
    `- ${impact}: ${code(key)}`,
    ...fields.map(({ path, before, after }) => changeLine(path, before, after)),
  ].join('\n');
}

const settingEntry = ({ key, impact }: SettingChange) => `- ${impact}: ${code(key)}`;

const acknowledgementEntry = ({ rule, path, impact, reason }: AcknowledgementChange) =>
  `- ${impact}: ${code(path)} from ${code(rule)}, because ${code(reason)}`;

function changeLine(name: string, before: unknown, after: unknown): string {
  return `  - ${code(name)}: ${value(before)} → ${value(after)}`;
}
