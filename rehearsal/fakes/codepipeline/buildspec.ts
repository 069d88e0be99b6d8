import { parse } from 'yaml';
import { z } from 'zod';
import { RehearsalError } from '../../shared/errors.ts';

/** The phases that a buildspec may fill, in the order in which CodeBuild runs them. */
export const PHASES = ['install', 'pre_build', 'build', 'post_build'] as const;
export type PhaseName = (typeof PHASES)[number];

export interface Phase {
  readonly commands: readonly string[];
  /** Run after the commands, also when one of them failed. */
  readonly finally: readonly string[];
  /** A failure ends the build at once; without it a failed build phase is followed by post_build. */
  readonly abortsOnFailure: boolean;
}

export interface Buildspec {
  readonly shell: 'sh' | 'bash';
  readonly variables: Readonly<Record<string, string>>;
  /** Whether its commands may use Git as the connection may. */
  readonly signsInToGit: boolean;
  /** The Node.js version that `runtime-versions` asks for. */
  readonly node: string | undefined;
  readonly phases: Readonly<Partial<Record<PhaseName, Phase>>>;
}

/** The buildspec is not one, or holds what nobody emulates. CodeBuild reports the first as YAML_FILE_ERROR. */
export class BuildspecError extends RehearsalError {
  override readonly name = 'BuildspecError';
}

const phase = z.strictObject({
  commands: z.array(z.string()).optional(),
  finally: z.array(z.string()).default([]),
  'on-failure': z.literal('ABORT', 'only ABORT is emulated').optional(),
  'runtime-versions': z.strictObject({ nodejs: z.string() }).optional(),
});

const buildspec = z.strictObject({
  version: z.literal('0.2', 'it must be 0.2'),
  env: z
    .strictObject({
      shell: z.enum(['sh', 'bash']).default('sh'),
      variables: z.record(z.string().regex(/^(?!CODEBUILD_)/, 'CODEBUILD_ is reserved'), z.string()).default({}),
      'git-credential-helper': z.enum(['yes', 'no']).optional(),
    })
    .prefault({}),
  phases: z.partialRecord(z.enum(PHASES), phase),
});

/**
 * Reads a buildspec of version 0.2. Artifacts, caches, reports, batches, `run-as` and secrets in `env` are not emulated.
 * @throws BuildspecError that names the field.
 */
export function parseBuildspec(text: string, where: string): Buildspec {
  const { env, phases } = check(text, where);
  const entries = Object.entries(phases).map(([name, { commands = [], finally: last, 'on-failure': onFailure }]) => [
    name,
    { commands, finally: last, abortsOnFailure: onFailure === 'ABORT' },
  ]);
  return {
    shell: env.shell,
    variables: env.variables,
    signsInToGit: env['git-credential-helper'] === 'yes',
    node: phases.install?.['runtime-versions']?.nodejs,
    phases: Object.fromEntries(entries),
  };
}

function check(text: string, where: string): z.infer<typeof buildspec> {
  const help = `mend ${where}; https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html`;
  try {
    // Every scalar is a text here: `- true` is a command.
    return buildspec.parse(parse(text, { schema: 'failsafe' }));
  } catch (error) {
    const words = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new BuildspecError(`YAML_FILE_ERROR: ${words}`, { where, help, cause: error });
  }
}
