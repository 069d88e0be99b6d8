import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RehearsalError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';
import { tail } from '../../shared/process/tail.ts';
import type { BuildContext, Recipe } from '../recipe.ts';

/** Static binaries without local paths in them; only the toolchain that is installed, and no workspace around it. */
const GO_ENV = { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', GOWORK: 'off', GOTOOLCHAIN: 'local' };

/** Longest build of one program, in seconds: ten times what the largest took. */
const TIMEOUT_SECONDS = 3600;

export interface GoProgram {
  readonly name: string;
  /** The version of the Go toolchain, as `go version` prints it. */
  readonly go: string;
  readonly coldSeconds: number;
  /** Values for `-ldflags -X`. */
  readonly stamps?: Readonly<Record<string, string>>;
}

/** A program whose module is part of this repository, in `rehearsal/builds/go/<name>`, with its own go.sum. */
export function ownGoProgram(program: GoProgram): Recipe {
  const folder = join(import.meta.dirname, '../go', program.name);
  const files = readdirSync(folder).sort();
  return {
    name: program.name,
    inputs: [
      program.go,
      JSON.stringify(program.stamps ?? {}),
      ...files.map((file) => readFileSync(join(folder, file), 'utf8')),
    ],
    needs: [],
    coldSeconds: program.coldSeconds,
    build: (target, context) => compile(folder, '.', join(target, program.name), program, context),
  };
}

export interface PublishedGoProgram extends GoProgram {
  readonly module: string;
  readonly version: string;
  /** The package of the program inside its module, `.` by default. */
  readonly main?: string;
  /** Arguments for `go mod edit`: what the published module needs to build outside its repository. */
  readonly modEdits: readonly string[];
  /** Text that changes when `prepare` does. */
  readonly prepared?: string;
  /** Changes the copied sources before the build. */
  readonly prepare?: (sources: string) => Promise<void>;
  /** Folders and files of the module that other recipes need: from the module's folder, to a name in the result. */
  readonly keep?: Readonly<Record<string, string>>;
}

/** A program built from its published module, at exactly that version, from its own dependency list. */
export function publishedGoProgram(program: PublishedGoProgram): Recipe {
  return {
    name: program.name,
    // An estimate makes no other program.
    inputs: [program.go, JSON.stringify({ ...program, coldSeconds: undefined, prepare: undefined })],
    needs: [],
    coldSeconds: program.coldSeconds,
    build: async (target, context) => {
      const sources = join(context.scratch, 'sources');
      await cp(await downloadModule(program, context), sources, { recursive: true });
      await run('chmod', ['-R', 'u+w', sources], { seconds: 60, log: context.log });
      await program.prepare?.(sources);
      for (const edit of program.modEdits) {
        await run('go', ['mod', 'edit', edit], { seconds: 60, cwd: sources, env: GO_ENV, log: context.log });
      }
      await compile(sources, program.main ?? '.', join(target, program.name), program, context, ['-mod=mod']);
      for (const [from, to] of Object.entries(program.keep ?? {})) {
        await mkdir(join(target, to, '..'), { recursive: true });
        await cp(join(sources, from), join(target, to), { recursive: true });
      }
    },
  };
}

async function compile(
  folder: string,
  main: string,
  output: string,
  program: GoProgram,
  context: BuildContext,
  flags: readonly string[] = [],
): Promise<void> {
  const stamps = Object.entries(program.stamps ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  const ldflags = ['-s', '-w', ...stamps].join(' ');
  try {
    await run('go', ['build', ...flags, '-trimpath', '-ldflags', ldflags, '-o', output, main], {
      seconds: TIMEOUT_SECONDS,
      cwd: folder,
      env: GO_ENV,
      log: context.log,
    });
  } catch (error) {
    throw refusedDownload(program.name, context.log) ?? error;
  }
}

/** How Go words a module that it could not have. */
const REFUSALS = /lookup disabled|server response|reading https?:|dial tcp|connection refused|no such host|timeout/;

/** One error for what Go says in one line for every package, if the end of the log says so. */
function refusedDownload(name: string, log: string): RehearsalError | undefined {
  const line = tail(log, 50)
    .split('\n')
    .find((text) => REFUSALS.test(text));
  if (!line) return undefined;
  return new RehearsalError(`${name} cannot be built: a Go module could not be downloaded\n${line}`, {
    where: log,
    help: downloadHelp,
  });
}

const downloadHelp = 'check that the Go module proxy answers (go env GOPROXY), then run the same command again';

/** Downloads a module and returns its folder. The files are asked for, because a listed version may still be refused. */
export async function downloadModule(
  program: Pick<PublishedGoProgram, 'module' | 'version'>,
  context: BuildContext,
): Promise<string> {
  const reference = `${program.module}@v${program.version}`;
  const answer = await run('go', ['mod', 'download', '-json', reference], {
    seconds: 600,
    cwd: context.scratch,
    env: GO_ENV,
    log: context.log,
    help: downloadHelp,
  });
  const { Dir, Error: refusal } = JSON.parse(answer) as { Dir?: string; Error?: string };
  if (Dir) return Dir;
  throw new RehearsalError(`${reference} cannot be downloaded: ${refusal ?? 'no folder in the answer'}`, {
    where: context.log,
    help: downloadHelp,
  });
}
