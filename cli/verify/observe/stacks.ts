import {
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  type Stack,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { requireAws } from '../../shared/aws-words.ts';
import { clientSettings } from '../../shared/client-settings.ts';
import { stackClients } from '../../shared/stack-clients.ts';
import type { StackFacts } from '../facts.ts';
import type { AwsAccess } from './aws-access.ts';
import { isSameTemplate } from './synthesis.ts';

/** The deployed stacks, compared with the templates that a commit synthesizes. */
export class DeployedStacks {
  private readonly client: ReturnType<typeof stackClients>;
  /** Comparisons by stack; they hold until the stack changes. */
  private readonly compared = new Map<string, { version: string; facts: StackFacts }>();

  constructor({ region, lookup }: AwsAccess) {
    this.client = stackClients(clientSettings(region, lookup));
  }

  /** @param templates what the commit synthesizes, by stack name */
  async read(templates: ReadonlyMap<string, unknown>): Promise<StackFacts[]> {
    return Promise.all([...templates].map(([name, template]) => this.compare(name, template)));
  }

  /** The value of a stack's output; undefined while the stack or the output is not there. */
  async output(stackName: string, key: string): Promise<string | undefined> {
    const stack = await this.describe(stackName);
    return stack?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
  }

  private async compare(name: string, template: unknown): Promise<StackFacts> {
    const stack = await this.describe(name);
    if (stack === undefined) return { name, status: 'ABSENT', same: false, failures: [] };
    const status = stack.StackStatus ?? 'UNKNOWN';
    const version = `${stack.StackId} ${status} ${stack.LastUpdatedTime?.toISOString()}`;
    // Not part of the version: it changes without an update.
    const guard = stack.EnableTerminationProtection === false ? { mayBeDeleted: true as const } : {};
    const known = this.compared.get(name);
    if (known?.version === version) return { ...known.facts, ...guard };
    const facts = { ...(await this.lastOperation(name, stack)), name, status, same: await this.isSame(name, template) };
    this.compared.set(name, { version, facts });
    return { ...facts, ...guard };
  }

  private async describe(name: string): Promise<Stack | undefined> {
    try {
      const { Stacks } = await this.client(name).send(new DescribeStacksCommand({ StackName: name }));
      return requireAws(Stacks, 'list of stacks').find(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
    } catch (error) {
      if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
      throw error;
    }
  }

  private async isSame(name: string, template: unknown): Promise<boolean> {
    const { TemplateBody } = await this.client(name).send(
      new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' }),
    );
    return isSameTemplate(JSON.parse(requireAws(TemplateBody, 'template')), template);
  }

  /** When the stack's last operation ended, and what failed in it. Events come newest first. */
  private async lastOperation(name: string, stack: Stack): Promise<Pick<StackFacts, 'at' | 'failures'>> {
    const { StackEvents = [] } = await this.client(name).send(new DescribeStackEventsCommand({ StackName: name }));
    const ofStack = (event: StackEvent) => event.PhysicalResourceId === stack.StackId;
    const started = StackEvents.findIndex(
      (event) => ofStack(event) && /^(CREATE|UPDATE|IMPORT)_IN_PROGRESS$/.test(event.ResourceStatus ?? ''),
    );
    const operation = started < 0 ? StackEvents : StackEvents.slice(0, started);
    const at = operation.find(ofStack)?.Timestamp ?? stack.LastUpdatedTime ?? stack.CreationTime;
    const failures = operation
      .filter((event) => !ofStack(event) && event.ResourceStatus?.endsWith('_FAILED'))
      .map(
        (event) => `${event.LogicalResourceId} (${event.ResourceType}): ${withoutTrace(event.ResourceStatusReason)}`,
      );
    // The first failure is the cause; those after it were cancelled on its account.
    return { ...(at ? { at: at.toISOString() } : {}), failures: failures.toReversed().slice(0, 3) };
  }
}

/** The reason of a custom resource ends with the stack trace of its handler, which nobody can act on. */
function withoutTrace(reason = 'no reason given'): string {
  const lines = reason.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return lines.join(' ');
}
