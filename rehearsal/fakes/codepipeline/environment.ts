import type { Buildspec } from './buildspec.ts';
import type { ProjectDefinition } from './definition.ts';

/** What a build's environment is made of. */
export interface EnvironmentParts {
  readonly spec: Buildspec;
  readonly project: ProjectDefinition;
  readonly pipeline: string;
  readonly buildId: string;
  readonly commit: string;
  readonly region: string;
  readonly account: string;
  /** The folder with the source. */
  readonly source: string;
  /** An empty folder. */
  readonly home: string;
  /** Folders that `PATH` begins with. */
  readonly commands: readonly string[];
  /** The build role's, as variables. */
  readonly credentials: Readonly<Record<string, string>>;
  /** What the sandbox adds: where the fakes are, whom to trust, where npm's packages are. */
  readonly surroundings: Readonly<Record<string, string>>;
}

/**
 * The whole environment of a build: nothing is inherited from whoever rehearses. The variables of the buildspec yield to
 * those of the project, and both to CodeBuild's own.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export function buildEnvironment(parts: EnvironmentParts): Readonly<Record<string, string>> {
  const { spec, project, region, account, buildId, commit, source } = parts;
  return {
    PATH: [...parts.commands, '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':'),
    HOME: parts.home,
    LANG: 'C.UTF-8',
    USER: 'root',
    ...spec.variables,
    ...project.variables,
    CODEBUILD_BUILD_ARN: `arn:aws:codebuild:${region}:${account}:build/${buildId}`,
    CODEBUILD_BUILD_ID: buildId,
    CODEBUILD_BUILD_IMAGE: project.image,
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_INITIATOR: `codepipeline/${parts.pipeline}`,
    CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
    CODEBUILD_SRC_DIR: source,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...parts.credentials,
    ...parts.surroundings,
  };
}
