import type { Config } from '../../lib/config/config.ts';
import { certificate } from '../doctor/after/certificate.ts';
import { storage } from '../doctor/after/storage.ts';
import { kubernetes, mysql } from '../doctor/after/support.ts';
import type { Examined } from '../doctor/check.ts';
import { type ExamineOptions, examine } from '../doctor/examine.ts';
import { exitCodeOf, summary, table } from '../doctor/report.ts';
import { endingOf } from '../shared/ending.ts';
import type { Row, StatusAsked } from './asked.ts';
import { lastMerges, type Merge, mergeLines } from './merges.ts';
import { database, uploads } from './rows/backups.ts';
import { commit } from './rows/commit.ts';
import { cost } from './rows/cost.ts';
import { drift } from './rows/drift.ts';
import { gate } from './rows/gate.ts';
import { infrastructure, readers, workload } from './rows/halves.ts';
import { pipeline } from './rows/pipeline.ts';
import { vault } from './rows/vault.ts';

/** The screen of the smallest config, from what changes with every merge to what changes with the years. */
export const ROWS: readonly Row[] = [
  commit,
  infrastructure,
  workload,
  readers,
  gate,
  pipeline,
  drift,
  database,
  uploads,
  storage,
  certificate,
  kubernetes,
  mysql,
  cost,
];

/** The screen of a config. */
const rowsOf = ({ backupVault }: Config): readonly Row[] =>
  backupVault ? ROWS.flatMap((row) => (row === uploads ? [uploads, vault] : row)) : ROWS;

/** How the blog stands at a moment. */
export interface Status {
  /** `example in eu-west-1`. */
  readonly title: string;
  readonly at: Date;
  readonly rows: readonly Examined[];
  /** The newest first, or why they could not be read. */
  readonly merges: readonly Merge[] | { readonly error: string };
}

/** Asks for every row and for the last merges, at the same time. What cannot be asked is `unknown`, and says why. */
export async function readStatus(asked: StatusAsked, options: ExamineOptions = {}): Promise<Status> {
  const { config, now } = asked;
  const [rows, merges] = await Promise.all([
    examine(rowsOf(config), asked, options),
    lastMerges(asked).catch((thrown: unknown) => ({ error: endingOf(thrown).error })),
  ]);
  return { title: `${config.name} in ${config.region}`, at: now, rows, merges };
}

/** One screen. */
export function screen({ title, at, rows, merges }: Status): string {
  const lines = 'error' in merges ? [`  could not be read: ${merges.error}`] : mergeLines(merges, at);
  return [
    `${title}, ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    table(rows),
    '',
    'Last merges (done: live, or superseded by the one above it):',
    ...(lines.length === 0 ? ['  none'] : lines),
  ].join('\n');
}

/** All of it, for machines. */
export function json(status: Status): string {
  return JSON.stringify({ exitCode: exitCodeOf(status.rows), summary: summary(status.rows), ...status }, null, 2);
}
