import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { readStack } from '../fakes/deployed-stack/read-stack.ts';
import { RehearsalError } from '../shared/errors.ts';
import { boto3 } from './boto3.ts';
import type { Harness } from './harness.ts';
import { NAME } from './project.ts';

/** What `onemerge drift` must name of them. */
export const CHANGED = ['FlowLogGroup', 'Service ghost/ghost'] as const;

const SERVICE = ['-n', 'ghost', 'patch', 'service', 'ghost', '--type=merge', '--patch'] as const;

/**
 * Changes a resource past CloudFormation and an object past Flux.
 * @returns what puts both back, once Flux has seen the object as it was
 */
export async function changeByHand(harness: Harness): Promise<() => Promise<void>> {
  const { kubectl } = await harness.cluster();
  const group = await flowLogs(harness);
  const before = await retention(harness, group);
  await retention(harness, group, before === 7 ? 14 : 7);
  await kubectl([...SERVICE, '{"spec":{"sessionAffinity":"ClientIP"}}']);
  return async () => {
    await retention(harness, group, before);
    await kubectl([...SERVICE, '{"spec":{"sessionAffinity":"None"}}']);
    const now = new Date().toISOString();
    const ghost = ['-n', 'flux-system', 'annotate', 'kustomization', 'ghost', '--overwrite'];
    await kubectl([...ghost, `reconcile.fluxcd.io/requestedAt=${now}`]);
    const handled = `--for=jsonpath={.status.lastHandledReconcileAt}=${now}`;
    await kubectl(['-n', 'flux-system', 'wait', 'kustomization', 'ghost', handled]);
  };
}

/** The log group of the network's flow logs. */
async function flowLogs({ aws }: Harness): Promise<string> {
  const { physicalIds } = await readStack(new CloudFormationClient(aws.client), `${NAME}-network`);
  const [, group] = [...physicalIds].find(([id]) => id.startsWith('FlowLogGroup')) ?? [];
  if (group !== undefined) return group;
  throw new RehearsalError('the network has no log group', {
    help: 'correct the prefix in rehearsal/harness/changes-by-hand.ts',
  });
}

/** Sets for how many days a log group keeps its entries, past CloudFormation, and prints how many they were before. */
const RETENTION = `import boto3, sys
logs, group = boto3.client("logs"), sys.argv[1]
found = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]
print(found.get("retentionInDays", 0))
if len(sys.argv) > 2:
    logs.put_retention_policy(logGroupName=group, retentionInDays=int(sys.argv[2]))`;

async function retention(harness: Harness, group: string, days?: number): Promise<number> {
  return Number(await boto3(harness, RETENTION, [group, ...(days === undefined ? [] : [String(days)])]));
}
