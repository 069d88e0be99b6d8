import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resources, templates } from '../support/fixtures.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:my-blog-chat-AbCdEf';

test('with a chat, the build may read the secret of its webhook and no other', () => {
  const { Pipeline } = templates({ chat: { format: 'slack', webhookSecretArn: SECRET } });
  const reads = Object.values(resources(Pipeline, 'AWS::IAM::Policy'))
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref.startsWith('DeployRole')))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => JSON.stringify(Action).includes('secretsmanager:'));
  assert.deepEqual(
    reads.map(({ Action, Resource }) => ({ Action, Resource })),
    [{ Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], Resource: SECRET }],
  );
});
