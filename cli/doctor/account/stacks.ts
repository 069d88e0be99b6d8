import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetStackPolicyCommand,
  ListStackResourcesCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { askAws } from '../../shared/ask-aws.ts';
import { requireAws } from '../../shared/aws-words.ts';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { stackClients } from '../../shared/stack-clients.ts';
import { everyPage } from './ask.ts';

/** A stack of CloudFormation. */
export interface DeployedStack {
  readonly name: string;
  readonly region: string;
  /** For example `CREATE_COMPLETE`. */
  readonly status: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Is it protected from deletion? */
  readonly protected: boolean;
  /** What drift detection found when it last looked, for example `IN_SYNC`; undefined when it never did. */
  readonly drift?: { readonly status: string; readonly at: Date };
}

export interface Stacks {
  /** Every stack of the regions that hold one of the blog's. cloudformation:DescribeStacks */
  readonly stacks: () => Promise<readonly DeployedStack[]>;
  /** The physical ids of a stack's resources, by logical id. cloudformation:ListStackResources */
  readonly physicalIds: (stack: string) => Promise<ReadonlyMap<string, string>>;
  /** The policy of a stack, as JSON; undefined when it has none. cloudformation:GetStackPolicy */
  readonly stackPolicy: (stack: string) => Promise<string | undefined>;
  /** The version of the bootstrap with a qualifier in a region; undefined when there is none. ssm:GetParameter */
  readonly bootstrapVersion: (qualifier: string, region: string) => Promise<number | undefined>;
}

/** @param others regions that hold a stack of the blog, besides its own */
export function openStacks(settings: ClientSettings, others: readonly string[]): Stacks {
  const { region } = settings;
  const formation = stackClients(settings);
  return {
    stacks: async () => {
      const everywhere = [region, ...others].map((one) => stacksOf({ ...settings, region: one }));
      return (await Promise.all(everywhere)).flat();
    },
    physicalIds: async (StackName) => {
      const found = await everyPage(`reading the resources of ${StackName}`, region, async (NextToken) => {
        const answer = await formation(StackName).send(new ListStackResourcesCommand({ StackName, NextToken }));
        return { items: answer.StackResourceSummaries, next: answer.NextToken };
      });
      return new Map(
        found.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [LogicalResourceId, PhysicalResourceId]),
      );
    },
    stackPolicy: async (StackName) => {
      const asking = formation(StackName).send(new GetStackPolicyCommand({ StackName }));
      return (await askAws(`reading the policy of ${StackName}`, region, asking)).StackPolicyBody;
    },
    bootstrapVersion: async (qualifier, where) => {
      const parameters = new SSMClient({ ...settings, region: where });
      const Name = `/cdk-bootstrap/${qualifier}/version`;
      const asking = parameters.send(new GetParameterCommand({ Name })).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
        throw error;
      });
      const answer = await askAws(`reading the parameter ${Name}`, where, asking);
      return answer && Number(answer.Parameter?.Value);
    },
  };
}

function stacksOf(settings: ClientSettings): Promise<DeployedStack[]> {
  const formation = new CloudFormationClient(settings);
  return everyPage('reading the stacks', settings.region, async (NextToken) => {
    const answer = await formation.send(new DescribeStacksCommand({ NextToken }));
    const stacks = requireAws(answer.Stacks, 'list of stacks');
    return { items: stacks.map((one) => deployedStack(one, settings.region)), next: answer.NextToken };
  });
}

function deployedStack(stack: Stack, region: string): DeployedStack {
  const { StackName = '', StackStatus = '', Tags = [], Outputs = [], EnableTerminationProtection = false } = stack;
  const { StackDriftStatus = '', LastCheckTimestamp } = stack.DriftInformation ?? {};
  return {
    name: StackName,
    region,
    status: StackStatus,
    tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    outputs: Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
    protected: EnableTerminationProtection,
    ...(LastCheckTimestamp === undefined ? {} : { drift: { status: StackDriftStatus, at: LastCheckTimestamp } }),
  };
}
