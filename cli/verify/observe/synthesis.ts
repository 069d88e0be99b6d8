import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { infrastructuresIn } from '../../../lib/infrastructure.ts';
import { PRODUCERS } from '../../../lib/output-fingerprint.ts';
import { endsWithUs, inTemporaryFolder } from '../../shared/interruption.ts';
import { assembledFrom, templatesIn } from './assembled.ts';
import { reasonOf } from './remote.ts';
import { Unreadable } from './unreadable.ts';

const run = promisify(execFile);

/** Five stacks take seconds. */
const TIMEOUT = 180_000;

const cdkJson = z.object({ app: z.string(), context: z.record(z.string(), z.unknown()).default({}) });

/**
 * The templates that a commit synthesizes, by stack name: from its own files, in a folder apart, as the CDK's command
 * line would, whatever the working tree holds.
 * @param folder a clone with the packages that the commit's lockfile names
 * @throws Unreadable when they are others, or the app fails
 */
export async function synthesize(folder: string, commit: string): Promise<Map<string, unknown>> {
  await requireItsPackages(folder, commit);
  return inTemporaryFolder('onemerge-verify-', async (temporary) => {
    const copy = join(temporary, 'commit');
    await mkdir(copy);
    await checkOut(folder, commit, copy);
    await symlink(join(folder, 'node_modules'), join(copy, 'node_modules'));
    return await runApp(copy, temporary, commit);
  });
}

/** A synthesis that runs while everything else is looked at. */
export class Synthesis {
  private outcome:
    | { templates: ReadonlyMap<string, unknown>; infrastructure: string | undefined }
    | { error: unknown }
    | undefined;

  /** Resolves when it has ended, well or not. */
  readonly ended: Promise<void>;

  /**
   * Starts it; see `synthesize`.
   * @param app the folder of what was synthesized before; see `assembledFrom`
   */
  constructor(folder: string, commit: string, app?: string) {
    const templates = app === undefined ? synthesize(folder, commit) : assembledFrom(folder, commit, app);
    this.ended = templates.then(
      (found) => {
        this.outcome = { templates: found, infrastructure: infrastructuresIn(JSON.stringify([...found.values()]))[0] };
      },
      (error: unknown) => {
        this.outcome = { error };
      },
    );
  }

  /**
   * The templates by stack name.
   * @throws Unreadable while it runs, and what `synthesize` throws
   */
  templates(): ReadonlyMap<string, unknown> {
    if (this.outcome === undefined) {
      const help = 'wait: the app is being synthesized';
      throw new Unreadable('the templates of the commit are not synthesized yet', {
        help,
        finalAfterSeconds: TIMEOUT / 1000,
      });
    }
    if ('error' in this.outcome) throw this.outcome.error;
    return this.outcome.templates;
  }

  /** The fingerprint of the commit's infrastructure, as its templates write it into the settings; none until they are there. */
  infrastructure(): string | undefined {
    return this.outcome && 'templates' in this.outcome ? this.outcome.infrastructure : undefined;
  }
}

/** The templates hold hashes of what is in the packages. */
async function requireItsPackages(folder: string, commit: string): Promise<void> {
  const lockfile = await readCommit(folder, 'show', `${commit}:package-lock.json`);
  if (lockfile === (await readFile(join(folder, 'package-lock.json'), 'utf8'))) return;
  const help = `git checkout ${commit.slice(0, 7)} && npm ci`;
  throw new Unreadable("the installed packages are not those of the commit's lockfile", { help, finalAfterSeconds: 0 });
}

/** A clone may lack what a commit consists of: a partial one fetches it when it is asked for. */
async function readCommit(folder: string, ...args: string[]): Promise<string> {
  try {
    return (await run('git', args, { cwd: folder, maxBuffer: 64 << 20 })).stdout;
  } catch (error) {
    throw new Unreadable(`the files of the commit are not in this clone: ${reasonOf(error)}`, {
      help: 'git fetch --refetch --no-filter origin',
      finalAfterSeconds: 0,
    });
  }
}

async function checkOut(folder: string, commit: string, copy: string): Promise<void> {
  const archive = join(copy, 'commit.tar');
  await readCommit(folder, 'archive', '--format=tar', `--output=${archive}`, commit);
  await run('tar', ['-xf', archive, '-C', copy]);
  await rm(archive);
}

/**
 * @param temporary folder for what the app leaves when it is interrupted
 * @param commit which Flux follows where commits are promoted
 */
async function runApp(copy: string, temporary: string, commit: string): Promise<Map<string, unknown>> {
  const { app, context } = cdkJson.parse(JSON.parse(await readFile(join(copy, 'cdk.json'), 'utf8')));
  const outdir = join(copy, 'cdk.out');
  const env = {
    ...process.env,
    TMPDIR: temporary,
    CDK_OUTDIR: outdir,
    // Nothing is deployed from here: assets are hashed, not copied.
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, commit, 'aws:cdk:disable-asset-staging': true }),
    CDK_VALIDATION: 'false',
  };
  const stdio: ['ignore', 'ignore', 'pipe'] = ['ignore', 'ignore', 'pipe'];
  const child = spawn(app, { cwd: copy, env, shell: true, detached: true, timeout: TIMEOUT, stdio });
  endsWithUs(child);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code, signal] = await once(child, 'close');
  if (signal !== null) {
    throw new Unreadable(
      `the synthesis of the commit was ended by ${signal}: after ${TIMEOUT / 1000} s it is given up`,
      {
        help: 'run it again; on a busy machine, synthesize first and pass what was written: npx cdk synth --quiet, then --app cdk.out',
        finalAfterSeconds: 0,
      },
    );
  }
  if (code !== 0) {
    throw new Unreadable(`the commit does not synthesize: ${reasonIn(errors, copy)}`, {
      help: 'npx cdk synth --quiet',
      finalAfterSeconds: 0,
    });
  }
  return await templatesIn(outdir);
}

/**
 * What an app that failed wrote about it, on one line: the error that ended it, and where in the commit it was thrown. An app
 * that words its own errors ends with them.
 */
function reasonIn(written: string, folder: string): string {
  const lines = written.replaceAll('file://', '').replaceAll(`${folder}/`, '').split('\n');
  const thrown = lines.findLastIndex((line) => /^(?:Uncaught )?\w*(?:Error|Exception)\b.*:/.test(line));
  if (thrown < 0) {
    const told = lines.filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v/.test(line));
    return told.slice(-5).join(' ');
  }
  const own = lines.slice(thrown).find((line) => /^\s+at /.test(line) && !/node:|node_modules/.test(line));
  const place = /([^\s(]+:\d+):\d+\)?$/.exec(own ?? '')?.[1];
  return `${place === undefined ? '' : `${place}: `}${lines[thrown]}`;
}

/**
 * Whether two templates deploy the same. Of the metadata only the fingerprints of other stacks count: the rest says
 * how a template was made. CloudFormation keeps a question mark for every character beyond ASCII.
 */
export function isSameTemplate(one: unknown, other: unknown): boolean {
  return comparable(one) === comparable(other);
}

function comparable(template: unknown): string {
  const text = JSON.stringify(template, (key, value) => {
    if (key === 'Metadata') return value?.[PRODUCERS] && { [PRODUCERS]: value[PRODUCERS] };
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b)));
  });
  return text.replace(/[\u{80}-\u{10ffff}]/gu, '?');
}
