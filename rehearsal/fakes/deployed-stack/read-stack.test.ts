import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { readStack } from './read-stack.ts';

/** A client that answers without AWS. */
function clientFor(template: string | undefined): CloudFormationClient {
  const client = new CloudFormationClient({ region: 'eu-west-1' });
  const answer = async (command: unknown) => {
    if (template === undefined) throw new Error('Stack with id blog does not exist');
    if (command instanceof GetTemplateCommand) return { TemplateBody: template };
    return { StackResources: [{ LogicalResourceId: 'Nlb', PhysicalResourceId: 'arn:aws:example' }] };
  };
  return Object.assign(client, { send: answer });
}

test('a stack is read with what AWS calls its resources', async () => {
  const { template, physicalIds } = await readStack(clientFor('{"Resources":{}}'), 'blog');
  assert.deepEqual(template, { Resources: {} });
  assert.deepEqual([...physicalIds], [['Nlb', 'arn:aws:example']]);
});

test('a stack that is not there is an error that names it', async () => {
  await assert.rejects(readStack(clientFor(undefined), 'blog'), /the stack blog cannot be read: .*does not exist/);
});
