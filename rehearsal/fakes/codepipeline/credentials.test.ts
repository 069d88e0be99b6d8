import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildCredentials } from './credentials.ts';

const BUILD = { roleArn: 'arn:aws:iam::1:role/build', projectArn: 'arn:aws:codebuild:::project/p', session: 's' };

test('CodeBuild takes the role for its project, and a build gets nothing else', async () => {
  const asked: unknown[] = [];
  const variables = await buildCredentials(async (path, question) => {
    asked.push(path, question?.body);
    return { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c', accountId: '1' };
  }, BUILD);
  assert.deepEqual(variables, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' });
  const { roleArn, projectArn: sourceArn } = BUILD;
  const body = { roleArn, service: 'codebuild.amazonaws.com', sourceArn, session: 's' };
  assert.deepEqual(asked, ['/_rehearsal/service-credentials', body]);
});
