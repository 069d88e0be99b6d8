import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { readStack } from '../../fakes/deployed-stack/read-stack.ts';
import { boto3 } from '../../harness/boto3.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { NAME } from '../../harness/project.ts';
import { asBuild } from '../../harness/roles.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';

const SERVICE = ['-n', 'ghost', 'patch', 'service', 'ghost', '--type=merge', '--patch'] as const;

/** Longest look, in seconds. */
const TIMEOUT_SECONDS = 300;

interface Drift {
  readonly parts: readonly { readonly findings: readonly { readonly object: string; readonly message: string }[] }[];
}

/** Somebody changes a resource past CloudFormation, and an object past Flux. */
export const drifted: Scenario = {
  id: 'drifted',
  title:
    'a resource and an object that somebody changed: both are named by `onemerge drift`, and by nobody once they are back',
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    const group = await flowLogs(harness);
    const before = await retention(harness, group);
    await expectDrift(harness, []);
    await retention(harness, group, before === 7 ? 14 : 7);
    await kubectl([...SERVICE, '{"spec":{"sessionAffinity":"ClientIP"}}']);
    const found = await expectDrift(harness, ['FlowLogGroup', 'Service ghost/ghost']);
    await retention(harness, group, before);
    await kubectl([...SERVICE, '{"spec":{"sessionAffinity":"None"}}']);
    const now = new Date().toISOString();
    await kubectl([
      '-n',
      'flux-system',
      'annotate',
      'kustomization',
      'ghost',
      '--overwrite',
      `reconcile.fluxcd.io/requestedAt=${now}`,
    ]);
    await kubectl([
      '-n',
      'flux-system',
      'wait',
      'kustomization',
      'ghost',
      `--for=jsonpath={.status.lastHandledReconcileAt}=${now}`,
    ]);
    await expectDrift(harness, []);
    return found.join('; ');
  },
};

/** Requires that exactly these have drifted. @returns what is said of them */
async function expectDrift(harness: Harness, objects: readonly string[]): Promise<string[]> {
  const codes = [objects.length === 0 ? 0 : 1];
  const printed = await onemerge(harness, ['drift', '--json'], {
    seconds: TIMEOUT_SECONDS,
    // Nobody but the build has an access entry of the rehearsal's cluster.
    credentials: await asBuild(harness, 'drift'),
    codes,
  });
  const findings = (JSON.parse(printed) as Drift).parts.flatMap((part) => part.findings);
  const missed = objects.filter((one) => !findings.some(({ object }) => object.includes(one)));
  if (missed.length === 0 && findings.length === objects.length)
    return findings.map(({ object, message }) => `${object}: ${message}`);
  const said = findings.map(({ object }) => object).join(', ') || 'nothing';
  throw new RehearsalError(`drift names ${said}; expected: ${objects.join(', ') || 'nothing'}`, {
    help: 'see cli/drift; run again with --keep',
  });
}

/** The log group of the network's flow logs. */
async function flowLogs({ aws }: Harness): Promise<string> {
  const { physicalIds } = await readStack(new CloudFormationClient(aws.client), `${NAME}-network`);
  const [, group] = [...physicalIds].find(([id]) => id.startsWith('FlowLogGroup')) ?? [];
  if (group !== undefined) return group;
  throw new RehearsalError('the network has no log group', {
    help: 'correct the prefix in rehearsal/faults/verdict/drifted.ts',
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
