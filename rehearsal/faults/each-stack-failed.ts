import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import type { Harness } from '../harness/harness.ts';
import { replaceOnce } from '../harness/project.ts';
import { whileEdited } from '../harness/unpushed.ts';
import { DEPLOY, deploymentFailed, STACKS } from '../scenarios/deployments.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { UNREAD } from '../scenarios/unread.ts';

const APP = 'lib/app.ts';
const IMPORT =
  "import { type App, DefaultStackSynthesizer, PermissionsBoundary, Stack, type StackProps } from 'aws-cdk-lib';";
const LOOP = '  for (const stack of app.node.children.filter(Stack.isStack)) {\n';

/** What follows it is `deploy`: the same command, once no stack is refused anything any more. */
export const eachStackFailed: Scenario = {
  id: 'each-stack-failed',
  title: 'a first deployment in which each stack fails once is repeated by the same command',
  unread: UNREAD.noBlog,
  run: async (harness) => {
    // Given an account without stacks: the fault before this one leaves those that it could deploy
    await harness.cdk.run(['destroy', '--all', '--force']);
    const removed: string[] = [];
    for (const stack of STACKS) {
      // and a stack whose last resource is refused
      const refused = (text: string) => refusing(text, stack);
      // When it is deployed by the command that deployed the stacks before it
      const said = await whileEdited(harness, APP, refused, () => harness.cdk.fail(DEPLOY));
      // Then all that was made of it is removed again
      removed.push(`${await nothingLeft(harness, stack, said)} of ${stack}`);
    }
    return `resources made and removed: ${removed.join(', ')}`;
  },
};

/** The app with an IAM user in a stack, which the execution role may not make, after everything else of that stack. */
function refusing(text: string, stackName: string): string {
  const refused = `    if (stack.stackName === '${stackName}') {
      const all = stack.node.findAll().filter(CfnResource.isCfnResource);
      const user = new CfnResource(stack, 'Refused', { type: 'AWS::IAM::User' });
      for (const one of all) user.addResourceDependency(one);
    }
`;
  const imported = replaceOnce(text, IMPORT, IMPORT.replace('App, ', 'App, CfnResource, '), APP);
  return replaceOnce(imported, LOOP, `${LOOP}${refused}`, APP);
}

/** @returns how many resources were made, all of which are gone */
async function nothingLeft(harness: Harness, stack: string, said: string): Promise<number> {
  if (!said.replaceAll(/\s+/g, ' ').includes('is not authorized to perform: iam:CreateUser')) {
    throw deploymentFailed(harness, `the deployment of ${stack} failed for another reason than the refused user`);
  }
  const client = new CloudFormationClient(harness.aws.client);
  const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  if (found?.StackStatus !== 'ROLLBACK_COMPLETE') {
    throw deploymentFailed(harness, `${stack} is ${found?.StackStatus}, and not rolled back`);
  }
  const events: StackEvent[] = [];
  for await (const page of paginateDescribeStackEvents({ client }, { StackName: stack })) {
    events.push(
      ...(page.StackEvents ?? []).filter(({ ResourceType }) => ResourceType !== 'AWS::CloudFormation::Stack'),
    );
  }
  const idsWith = (status: string) =>
    new Set(events.filter((event) => event.ResourceStatus === status).map((event) => event.LogicalResourceId));
  const made = idsWith('CREATE_COMPLETE');
  const gone = idsWith('DELETE_COMPLETE');
  const left = [...made].filter((id) => !gone.has(id));
  if (made.size === 0) throw deploymentFailed(harness, `${stack} made nothing before it was refused a user`);
  if (left.length > 0) throw deploymentFailed(harness, `${stack} left ${left.join(', ')}`);
  return made.size;
}
