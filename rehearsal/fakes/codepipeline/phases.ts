import { type Buildspec, PHASES, type Phase, type PhaseName } from './buildspec.ts';

/** How a phase ended. */
export interface PhaseRecord {
  readonly name: PhaseName;
  readonly seconds: number;
  readonly failure: CommandFailure | undefined;
}

/** The command that failed, as CodeBuild words it. */
export interface CommandFailure {
  readonly command: string;
  readonly exitCode: number;
}

/** Runs one command in the build's shell, and gives its exit code. */
export type Execute = (command: string) => Promise<number>;

/** A sign that the build goes on although a phase failed; CodeBuild's own. */
const SUCCEEDING = 'CODEBUILD_BUILD_SUCCEEDING';

/**
 * Runs the phases as CodeBuild does: a failed install or pre_build ends the build, a failed build is followed by
 * post_build unless it says `on-failure: ABORT`, and within a phase the first failed command is the last.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 * @param log - gets CodeBuild's lines
 */
export async function runPhases(
  spec: Buildspec,
  execute: Execute,
  log: (line: string) => void,
): Promise<readonly PhaseRecord[]> {
  const records: PhaseRecord[] = [];
  for (const name of PHASES) {
    const phase = spec.phases[name];
    if (!phase) continue;
    const start = Date.now();
    log(`Entering phase ${name.toUpperCase()}`);
    const failure = await runPhase(phase, execute, log);
    records.push({ name, seconds: (Date.now() - start) / 1000, failure });
    log(`Phase complete: ${name.toUpperCase()} State: ${failure ? 'FAILED' : 'SUCCEEDED'}`);
    if (!failure) continue;
    log(`Phase context status code: COMMAND_EXECUTION_ERROR Message: ${describeFailure(failure)}`);
    if (name !== 'build' || phase.abortsOnFailure) break;
    await execute(`export ${SUCCEEDING}=0`);
  }
  return records;
}

/** CodeBuild's words for a failed command. */
export function describeFailure({ command, exitCode }: CommandFailure): string {
  return `Error while executing command: ${command}. Reason: exit status ${exitCode}`;
}

async function runPhase(
  { commands, finally: last }: Phase,
  execute: Execute,
  log: (line: string) => void,
): Promise<CommandFailure | undefined> {
  const failed = await runUntilFailure(commands, execute, log);
  const failedLast = await runUntilFailure(last, execute, log);
  return failed ?? failedLast;
}

async function runUntilFailure(
  commands: readonly string[],
  execute: Execute,
  log: (line: string) => void,
): Promise<CommandFailure | undefined> {
  for (const command of commands) {
    log(`Running command ${command}`);
    const exitCode = await execute(command);
    if (exitCode !== 0) return { command, exitCode };
  }
  return undefined;
}
