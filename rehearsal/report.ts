import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { removeScreenshots, screenshots } from './harness/browser/screenshots.ts';
import { NOT_TESTED } from './selftest/not-tested.ts';
import { RehearsalError } from './shared/errors.ts';
import type { StepRecord } from './shared/steps.ts';
import type { Subject } from './subjects.ts';

/** The whole system and the blog alone can be rehearsed at once in one checkout: each has a report of its own. */
export type Scope = 'system' | 'blog';

const FILES: Readonly<Record<Scope, string>> = {
  system: join(import.meta.dirname, 'report.json'),
  blog: join(import.meta.dirname, 'report-ghost.json'),
};

/** The step that comes after the sandbox; all other steps outside come before it. */
export const NOTHING_LEFT = 'nothing is left';

/** What a rehearsal leaves for machines: git-ignored, written anew each time. */
export interface Report extends Subject {
  readonly outcome: 'passed' | 'failed' | 'stopped';
  readonly machine: { readonly cores: number; readonly memoryGiB: number; readonly node: string };
  readonly steps: readonly StepRecord[];
  /** CloudFormation types that exist in the AWS emulator and do nothing, with how many there were. */
  readonly recordedOnly: Readonly<Record<string, number>>;
  /** The pictures that were taken: files of the project. */
  readonly pictures: readonly string[];
}

/** What the selftests faked. */
const SELFTEST_STAND_INS = [
  'an old Go, an old Python: programs of that name that print an old version',
  'a full disk: a small file system in memory',
  'a refused download: a closed port in place of the proxy, the registry or the mirror',
];

/** Writes the report. `recordedOnly` is what the AWS emulator said while it ran. */
export function writeReport(
  scope: Scope,
  outcome: Report['outcome'],
  subject: Subject,
  steps: readonly StepRecord[],
  recordedOnly: Readonly<Record<string, number>>,
): string {
  const pictures = scope === 'system' ? screenshots() : [];
  return save(scope, { outcome, machine: thisMachine(), ...subject, steps, recordedOnly, pictures });
}

/** Writes the report of faults that needed no sandbox, without their steps. @param commit the project's HEAD */
export function writeSelftestReport(commit: string): string {
  return save('system', {
    outcome: 'passed',
    commit,
    machine: thisMachine(),
    versions: {},
    steps: [],
    real: ['npx onemerge rehearse, in changed environments'],
    standsIn: SELFTEST_STAND_INS,
    notProven: NOT_TESTED,
    recordedOnly: {},
    pictures: [],
  });
}

/**
 * Reads the report of the last rehearsal.
 * @throws RehearsalError when there is none
 */
export function readReport(file: string = lastReport()): Report {
  if (!existsSync(file)) {
    throw new RehearsalError('there is no report of a rehearsal', {
      where: file,
      help: 'npx onemerge rehearse; if it ended before the harness was set, what it printed is all there is',
    });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

function lastReport(): string {
  const written = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return written(FILES.blog) > written(FILES.system) ? FILES.blog : FILES.system;
}

function thisMachine(): Report['machine'] {
  return { cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version };
}

/** Removes report and pictures of an earlier rehearsal: one that does not get far must not seem to have made them. */
export function removeReport(scope: Scope): void {
  if (scope === 'system') removeScreenshots();
  rmSync(FILES[scope], { force: true });
}

/**
 * Adds the steps outside the sandbox to the report, if the rehearsal got far enough to write one.
 * @param outside the steps before the sandbox and after it
 * @param tested the machine was tested before the sandbox was entered
 */
export function completeReport(scope: Scope, outside: readonly StepRecord[], tested: boolean): void {
  const file = FILES[scope];
  if (!existsSync(file)) return;
  const report = readReport(file);
  const faults = tested
    ? { standsIn: [...report.standsIn, ...SELFTEST_STAND_INS], notProven: [...report.notProven, ...NOT_TESTED] }
    : {};
  save(scope, withOutside({ ...report, ...faults }, outside));
}

/** The report with the steps outside around those inside. */
export function withOutside(report: Report, outside: readonly StepRecord[]): Report {
  const after = outside.filter(({ name }) => name === NOTHING_LEFT);
  const before = outside.filter((step) => !after.includes(step));
  const broken = outside.some(({ outcome }) => outcome === 'failed');
  return {
    ...report,
    outcome: broken ? 'failed' : report.outcome,
    steps: [...before, ...report.steps, ...after],
  };
}

function save(scope: Scope, report: Report): string {
  writeFileSync(FILES[scope], `${JSON.stringify(report, null, 2)}\n`);
  return FILES[scope];
}
