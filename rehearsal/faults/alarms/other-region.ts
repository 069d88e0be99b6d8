import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { CERTIFICATE_REGION } from '../../../lib/config/certificate-region.ts';
import type { Template } from '../../../lib/output-fingerprint.ts';
import { wrongAlarm } from '../../harness/alarms.ts';
import type { Harness } from '../../harness/harness.ts';
import { NAME } from '../../harness/project.ts';
import { everyAlarm } from './every-alarm.ts';

const STACK = `${NAME}-every-alarm`;
const LONGEST_SECONDS = 120;

/**
 * Deploys the alarms of a config that asks for all of them in the region of CloudFront's metrics, beside the blog that is in another
 * one. They watch the blog as far as it has what they watch; the rest they watch by a name that nothing has.
 * @returns removes them again
 */
export async function deployEveryAlarm(harness: Harness): Promise<() => Promise<void>> {
  const client = new CloudFormationClient({ ...harness.aws.client, region: CERTIFICATE_REGION });
  const waiting = { client, maxWaitTime: LONGEST_SECONDS, minDelay: 1, maxDelay: 1 };
  const template = everyAlarm().get(`${NAME}-alarms`);
  if (!template) throw wrongAlarm('there is no stack of alarms', 'see lib/app.ts and rehearsal/faults/alarms');
  const TemplateBody = JSON.stringify(asOfAnother(template, await outputsOf(harness)));
  await client.send(new CreateStackCommand({ StackName: STACK, TemplateBody }));
  await waitUntilStackCreateComplete(waiting, { StackName: STACK });
  return async () => {
    await client.send(new DeleteStackCommand({ StackName: STACK }));
    await waitUntilStackDeleteComplete(waiting, { StackName: STACK });
  };
}

/**
 * The resources of a template that read outputs of stacks elsewhere, with those outputs in their place.
 * @param outputs by name; one that is not there becomes its own name
 */
export function asOfAnother(
  { Resources }: Template,
  outputs: ReadonlyMap<string, string>,
): Pick<Template, 'Resources'> {
  const text = JSON.stringify({ Resources }, (_key, value) => {
    const read: unknown = value?.['Fn::GetStackOutput']?.OutputName;
    return typeof read === 'string' ? (outputs.get(read) ?? read) : value;
  });
  return JSON.parse(text) as Pick<Template, 'Resources'>;
}

/** What the blog's stacks tell each other. */
async function outputsOf(harness: Harness): Promise<Map<string, string>> {
  const { Stacks = [] } = await new CloudFormationClient(harness.aws.client).send(new DescribeStacksCommand({}));
  const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
  return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}
