import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { removeScreenshots, screenshots } from './harness/browser/screenshots.ts';
import { NOT_TESTED } from './selftest/not-tested.ts';
import { RehearsalError } from './shared/errors.ts';
import type { StepRecord } from './shared/steps.ts';
import type { Subject } from './subjects.ts';

const FILE = join(import.meta.dirname, 'report.json');

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
  outcome: Report['outcome'],
  subject: Subject,
  steps: readonly StepRecord[],
  recordedOnly: Readonly<Record<string, number>>,
): string {
  return save({ outcome, machine: thisMachine(), ...subject, steps, recordedOnly, pictures: screenshots() });
}

/** Writes the report of faults that needed no sandbox, without their steps. @param commit the project's HEAD */
export function writeSelftestReport(commit: string): string {
  return save({
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
export function readReport(file: string = FILE): Report {
  if (!existsSync(file)) {
    throw new RehearsalError('there is no report of a rehearsal', {
      where: file,
      help: 'npx onemerge rehearse; if it ended before the harness was set, what it printed is all there is',
    });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

function thisMachine(): Report['machine'] {
  return { cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version };
}

/** Removes report and pictures of an earlier rehearsal: one that does not get far must not seem to have made them. */
export function removeReport(): void {
  removeScreenshots();
  rmSync(FILE, { force: true });
}

/**
 * Adds the steps outside the sandbox to the report, if the rehearsal got far enough to write one.
 * @param outside the steps before the sandbox and after it
 * @param tested the machine was tested before the sandbox was entered
 */
export function completeReport(outside: readonly StepRecord[], tested: boolean): void {
  if (!existsSync(FILE)) return;
  const report = readReport();
  const faults = tested
    ? { standsIn: [...report.standsIn, ...SELFTEST_STAND_INS], notProven: [...report.notProven, ...NOT_TESTED] }
    : {};
  save(withOutside({ ...report, ...faults }, outside));
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

function save(report: Report): string {
  writeFileSync(FILE, `${JSON.stringify(report, null, 2)}\n`);
  return FILE;
}
