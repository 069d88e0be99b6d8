import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Deployed } from '../deployed-stack/deployed.ts';
import { NotEmulatedError } from '../deployed-stack/not-emulated.ts';

/** The pipeline that a stack defines, as far as a runner needs it. */
export interface PipelineDefinition {
  readonly name: string;
  /** Changes with every change of the pipeline itself, which cancels its running execution. */
  readonly version: string;
  /** `OWNER/NAME` on GitHub. */
  readonly repository: string;
  readonly branch: string;
  /** Whether a push to the branch starts an execution; without it only clients of AWS start some. */
  readonly detectsChanges: boolean;
  /** Whether the build gets the repository with its history, or the files of the commit alone. */
  readonly hasHistory: boolean;
  /** Whether CloudFormation starts an execution after it has updated the pipeline. */
  readonly restartOnUpdate: boolean;
  /** What AWS calls the connection, or the ARN that the config names. */
  readonly connection: string;
  /** Plain environment variables that the build action adds to its project's; `#{variables.NAME}` is not filled in yet. */
  readonly buildVariables: Readonly<Record<string, string>>;
  readonly project: ProjectDefinition;
  /** The build that looks who signed the commit, before anything else is done with it; none where nobody has to sign. */
  readonly signature: ProjectDefinition | undefined;
  /** Whether a person is asked between the source and the build. */
  readonly asks: boolean;
}

/** A build of the pipeline. */
export interface ProjectDefinition {
  readonly name: string;
  /** What AWS calls the build role. */
  readonly role: string;
  /** Path of the buildspec in the source, or the buildspec itself, as JSON. */
  readonly buildspec: string;
  /** Plain environment variables; they win over those of the buildspec. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMinutes: number;
  /** The image that AWS runs and nobody runs here. */
  readonly image: string;
}

const actionType = (category: string, provider: string) =>
  z.object({ Category: z.literal(category), Provider: z.literal(provider) });

const source = z.object({
  ActionTypeId: actionType('Source', 'CodeStarSourceConnection'),
  Configuration: z.strictObject({
    ConnectionArn: z.unknown(),
    FullRepositoryId: z.string(),
    BranchName: z.string(),
    // The full clone, or by default an archive of the commit.
    OutputArtifactFormat: z.enum(['CODEBUILD_CLONE_REF', 'CODE_ZIP']).default('CODE_ZIP'),
    DetectChanges: z.boolean().default(true),
  }),
});

const actionVariable = z.strictObject({ name: z.string(), value: z.string(), type: z.literal('PLAINTEXT').optional() });

/** JSON within JSON: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html */
const actionVariables = z.string().transform((text, context) => {
  try {
    return z.array(actionVariable).parse(JSON.parse(text));
  } catch (error) {
    context.addIssue({ code: 'custom', message: `not emulated as EnvironmentVariables: ${error}` });
    return z.NEVER;
  }
});

const build = z.object({
  ActionTypeId: actionType('Build', 'CodeBuild'),
  Configuration: z.strictObject({ ProjectName: z.unknown(), EnvironmentVariables: actionVariables.default([]) }),
});

/** The question is AWS's business, and of those who answer. */
const approval = z.object({
  ActionTypeId: actionType('Approval', 'Manual'),
  Configuration: z.strictObject({
    NotificationArn: z.unknown().optional(),
    CustomData: z.string().optional(),
    ExternalEntityLink: z.string().optional(),
  }),
});

const stage = <T extends z.ZodType>(action: T) => z.object({ Actions: z.tuple([action]) });

const pipeline = z.object({
  PipelineType: z.literal('V2'),
  ExecutionMode: z.literal('QUEUED'),
  RestartExecutionOnUpdate: z.boolean().default(false),
  Stages: z.tuple([stage(source), stage(build)]),
  Triggers: z.undefined().optional(),
});

/** The same with a person between the two. */
const asking = pipeline.extend({ Stages: z.tuple([stage(source), stage(approval), stage(build)]) });
const asksSomebody = z.object({ Stages: z.tuple([z.unknown(), stage(approval), z.unknown()]) });

/** Between the source and everything else. */
const signature = stage(build).extend({ Name: z.literal('Signature') });
const signing = z.looseObject({ Stages: z.tuple([z.unknown(), signature], z.unknown()) });

/** The rest of the pipeline has the shape that it has where nobody has to sign. */
function withoutSignature(properties: unknown): unknown {
  const signs = signing.safeParse(properties);
  return signs.success ? { ...signs.data, Stages: signs.data.Stages.toSpliced(1, 1) } : properties;
}

const project = z.object({
  Environment: z.object({
    Image: z.string(),
    EnvironmentVariables: z
      .array(z.object({ Name: z.string(), Value: z.string(), Type: z.literal('PLAINTEXT').optional() }))
      .default([]),
  }),
  ServiceRole: z.unknown(),
  Source: z.object({ Type: z.literal('CODEPIPELINE'), BuildSpec: z.string().regex(/^[\w./-]+$|^\{/) }),
  TimeoutInMinutes: z.number().default(60),
});

const PIPELINE = 'AWS::CodePipeline::Pipeline';
const PROJECT = 'AWS::CodeBuild::Project';

/**
 * Reads a pipeline of a stack: GitHub through a connection, perhaps a look for a signature and a person's approval, then one build.
 * @param prefix what its logical id begins with; the one that deploys is `Pipeline...`
 * @throws NotEmulatedError when it has another shape.
 */
export function pipelineDefinition(deployed: Deployed, prefix = 'Pipeline'): PipelineDefinition {
  const ids = deployed.all(PIPELINE).filter((one) => one.startsWith(prefix));
  const [id] = ids;
  if (!id || ids.length > 1)
    throw new NotEmulatedError(
      `exactly one ${PIPELINE} ${prefix}... is emulated, the template has ${ids.length}`,
      'Resources',
    );
  const written = deployed.properties(id, PIPELINE, z.unknown());
  // Chosen before it is read: what is wrong in either shape is then told by its path.
  const asks = asksSomebody.safeParse(withoutSignature(written)).success;
  const found = deployed.properties(id, PIPELINE, z.preprocess(withoutSignature, asks ? asking : pipeline));
  const { Stages } = found;
  const { Configuration } = Stages[0].Actions[0];
  const [built] = (Stages.length === 3 ? Stages[2] : Stages[1]).Actions;
  const { ProjectName, EnvironmentVariables } = built.Configuration;
  const projectId = deployed.required(ProjectName, id);
  const signatureAction = signing.safeParse(written).data?.Stages[1].Actions[0];
  const whole = JSON.stringify(written);
  return {
    name: deployed.physicalId(id),
    version: createHash('sha256').update(whole).digest('hex').slice(0, 16),
    repository: Configuration.FullRepositoryId,
    branch: Configuration.BranchName,
    detectsChanges: Configuration.DetectChanges,
    hasHistory: Configuration.OutputArtifactFormat === 'CODEBUILD_CLONE_REF',
    restartOnUpdate: found.RestartExecutionOnUpdate,
    connection: physical(Configuration.ConnectionArn, id, deployed),
    buildVariables: Object.fromEntries(EnvironmentVariables.map(({ name, value }) => [name, value])),
    project: projectDefinition(projectId, deployed),
    signature:
      signatureAction && projectDefinition(deployed.required(signatureAction.Configuration.ProjectName, id), deployed),
    asks,
  };
}

function projectDefinition(id: string, deployed: Deployed): ProjectDefinition {
  const { Environment, ServiceRole, Source, TimeoutInMinutes } = deployed.properties(id, PROJECT, project);
  return {
    name: deployed.physicalId(id),
    role: physical(ServiceRole, id, deployed),
    buildspec: Source.BuildSpec,
    variables: Object.fromEntries(Environment.EnvironmentVariables.map(({ Name, Value }) => [Name, Value])),
    timeoutMinutes: TimeoutInMinutes,
    image: Environment.Image,
  };
}

/** What AWS calls a resource of the stack; a literal is its own name. */
function physical(value: unknown, from: string, deployed: Deployed): string {
  return typeof value === 'string' ? value : deployed.physicalId(deployed.required(value, from));
}
