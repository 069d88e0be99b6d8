import { appendFileSync, existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildspecError, parseBuildspec } from './buildspec.ts';
import type { PipelineDefinition } from './definition.ts';
import { buildEnvironment } from './environment.ts';
import { makeFakeCommands, type NodeAtHand } from './node-versions.ts';
import { describeFailure, type PhaseRecord, runPhases } from './phases.ts';
import { BuildShell } from './shell.ts';
import type { FetchSource } from './source.ts';
import { verdictFile } from './verdict-file.ts';

/** What every build of a sandbox shares. */
export interface BuildSurroundings {
  readonly account: string;
  readonly region: string;
  /** Variables added to each build's environment: where the fakes are, whom to trust, where npm's packages are. */
  readonly env: Readonly<Record<string, string>>;
  readonly nodes: readonly NodeAtHand[];
  /** What the connection signs in to Git with, for a buildspec that asks for its credential helper. */
  readonly connection: Readonly<Record<string, string>>;
  readonly fetchSource: FetchSource;
  /** The build role's credentials, as variables. */
  readonly credentials: (build: BuildOrder) => Promise<Readonly<Record<string, string>>>;
}

/** What one build is to do. */
export interface BuildOrder {
  readonly definition: PipelineDefinition;
  readonly buildId: string;
  readonly commit: string;
  /** Those that the pipeline adds to its project's, filled in. */
  readonly variables: Readonly<Record<string, string>>;
  /** An empty folder of its own. */
  readonly folder: string;
  readonly log: string;
}

export interface BuildOutcome {
  /** Why the build failed; undefined when it succeeded. */
  readonly reason: string | undefined;
  readonly phases: readonly PhaseRecord[];
  readonly notes: readonly string[];
}

/**
 * A fake of one CodeBuild build: a full clone of the commit, or its files alone, and the phases of its own
 * buildspec, or of its project's. Not emulated: the
 * image, ARM, the VPC, artifacts and CloudWatch's log.
 */
export async function build(order: BuildOrder, surroundings: BuildSurroundings): Promise<BuildOutcome> {
  const { definition, folder, log } = order;
  const say = (line: string) => appendFileSync(log, `[Container] ${new Date().toISOString()} ${line}\n`);
  const source = join(folder, 'src');
  say(`Cloning ${definition.repository} at ${order.commit}`);
  await surroundings.fetchSource(definition.repository, order.commit, source, log);
  if (!definition.hasHistory) await rm(join(source, '.git'), { recursive: true, force: true });
  const { buildspec, name } = definition.project;
  try {
    // JSON is YAML.
    if (buildspec.startsWith('{'))
      return await execute(parseBuildspec(buildspec, `the project ${name}`), source, order, surroundings, say);
    const path = join(source, buildspec);
    if (!existsSync(path)) return sourceFailed(`YAML_FILE_ERROR: ${buildspec} is not in the source`, say);
    const spec = parseBuildspec(await readFile(path, 'utf8'), buildspec);
    return await execute(spec, source, order, surroundings, say);
  } catch (error) {
    if (error instanceof BuildspecError) return sourceFailed(error.message, say);
    throw error;
  }
}

async function execute(
  spec: ReturnType<typeof parseBuildspec>,
  source: string,
  order: BuildOrder,
  surroundings: BuildSurroundings,
  say: (line: string) => void,
): Promise<BuildOutcome> {
  const { definition, folder, log } = order;
  const home = join(folder, 'home');
  const scratch = join(folder, 'steps');
  await Promise.all([home, scratch].map((path) => mkdir(path)));
  const commands = await makeFakeCommands(folder, surroundings.nodes);
  const env = buildEnvironment({
    ...surroundings,
    ...order,
    spec,
    source,
    home,
    project: { ...definition.project, variables: { ...definition.project.variables, ...order.variables } },
    pipeline: definition.name,
    commands: commands.folders,
    credentials: await surroundings.credentials(order),
    surroundings: {
      ...surroundings.env,
      ...(spec.signsInToGit && surroundings.connection),
      ONEMERGE_VERDICT_FILE: verdictFile(log),
    },
  });
  const shell = new BuildShell({ shell: spec.shell, cwd: source, env, log, scratch });
  const minutes = definition.project.timeoutMinutes;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void shell.end();
  }, minutes * 60_000);
  try {
    if (spec.node) await shell.run(`n ${spec.node}`);
    const phases = await runPhases(spec, (command) => shell.run(command), say);
    const failure = phases.find((phase) => phase.failure);
    const why = failure?.failure ? `${failure.name.toUpperCase()}: ${describeFailure(failure.failure)}` : undefined;
    const notes = (await readFile(commands.notes, 'utf8').catch(() => '')).split('\n').filter(Boolean);
    return { reason: late ? `BUILD_TIMED_OUT after ${minutes} minutes` : why, phases, notes };
  } finally {
    clearTimeout(timer);
    await shell.end();
  }
}

function sourceFailed(reason: string, say: (line: string) => void): BuildOutcome {
  say(`Phase complete: DOWNLOAD_SOURCE State: FAILED ${reason}`);
  return { reason: `DOWNLOAD_SOURCE: ${reason}`, phases: [], notes: [] };
}
