import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CloudFormationClient,
  DescribeStackDriftDetectionStatusCommand,
  type DescribeStackDriftDetectionStatusCommandOutput,
  DetectStackDriftCommand,
  paginateDescribeStackResourceDrifts,
  type StackResourceDrift,
} from '@aws-sdk/client-cloudformation';
import { type Placed, regionOfStack } from '../../lib/config/certificate-region.ts';
import type { Config } from '../../lib/config/config.ts';
import { clientSettings } from '../shared/client-settings.ts';
import { stackClients } from '../shared/stack-clients.ts';
import { readStanding } from '../standing/standing.ts';
import { awsAccess } from '../verify/observe/aws-access.ts';
import { reading } from '../verify/observe/reading.ts';
import type { Finding, Looked } from './drift.ts';

type Status = Pick<
  DescribeStackDriftDetectionStatusCommandOutput,
  'DetectionStatus' | 'DetectionStatusReason' | 'DriftedStackResourceCount'
>;

/** How long CloudFormation may look at one stack, and the pause between two questions. Seconds. */
const TIMES = { timeout: 600, interval: 2 };

/** Longest value that is quoted: policies are pages. */
const QUOTED = 100;

/**
 * Has CloudFormation compare each stack of this app with what it was deployed from, through CDK's lookup role.
 * @throws CommandError when AWS cannot be asked which stacks stand
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
 */
export async function stackDrift(config: Pick<Config, 'name' | 'account'> & Placed, times = TIMES): Promise<Looked[]> {
  const names = await readStanding(config);
  const { region, lookup } = await awsAccess(config);
  const client = stackClients(clientSettings(region, lookup));
  return await Promise.all(
    names.map(async (name): Promise<Looked> => {
      const part = `stack ${name}`;
      const read = await reading(() => ofStack(client(name), regionOfStack(name, region), name, times));
      return 'value' in read ? { part, ...read.value } : { part, compared: 0, findings: [], unread: read };
    }),
  );
}

async function ofStack(
  client: CloudFormationClient,
  region: string,
  name: string,
  times: typeof TIMES,
): Promise<Omit<Looked, 'part'>> {
  const { DetectionStatus, DetectionStatusReason = 'it is still looking' } = await detect(client, name, times);
  const drifts: StackResourceDrift[] = [];
  for await (const page of paginateDescribeStackResourceDrifts({ client }, { StackName: name }))
    drifts.push(...(page.StackResourceDrifts ?? []));
  const show = `aws cloudformation describe-stack-resource-drifts --region ${region} --stack-name ${name}`;
  const looked = {
    compared: drifts.filter(({ StackResourceDriftStatus: is }) => is !== 'NOT_CHECKED').length,
    findings: drifts.filter(hasDrifted).map((drift) => findingOf(name, drift, show)),
  };
  if (DetectionStatus === 'DETECTION_COMPLETE') return looked;
  return {
    ...looked,
    unread: { error: `CloudFormation did not look at all of it: ${DetectionStatusReason}`, help: show },
  };
}

/** Starts it, and waits for its end or until the time is up. */
async function detect(
  client: CloudFormationClient,
  name: string,
  { timeout, interval }: typeof TIMES,
): Promise<Status> {
  const deadline = Date.now() + timeout * 1000;
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName: name }));
  for (;;) {
    const status = await client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
    if (status.DetectionStatus !== 'DETECTION_IN_PROGRESS' || Date.now() >= deadline) return status;
    await sleep(interval * 1000);
  }
}

const hasDrifted = ({ StackResourceDriftStatus: is }: StackResourceDrift): boolean =>
  is === 'MODIFIED' || is === 'DELETED';

function findingOf(stack: string, drift: StackResourceDrift, show: string): Finding {
  const { LogicalResourceId, ResourceType, StackResourceDriftStatus, PropertyDifferences = [] } = drift;
  const changes = PropertyDifferences.map(
    ({ PropertyPath, ExpectedValue, ActualValue }) =>
      `${PropertyPath} is ${quoted(ActualValue)}, and the template says ${quoted(ExpectedValue)}`,
  );
  const message = StackResourceDriftStatus === 'DELETED' ? 'somebody deleted it' : changes.join('; ');
  return {
    object: `${stack} ${LogicalResourceId} (${ResourceType})`,
    message,
    help: `change it back by hand, or merge the change: a deployment of the same template leaves it as it is. More: ${show}`,
  };
}

const quoted = (value = 'nothing'): string => (value.length > QUOTED ? `${value.slice(0, QUOTED)}...` : value);
