import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { keptSecrets } from '../../../cli/destroy/kept-secrets.ts';
import { clientSettings } from '../../../cli/shared/client-settings.ts';
import { FakeServer } from '../verify/fakes/http.ts';

const tagged = (value: string, ...more: string[]) => [
  { Key: 'onemerge:name', Value: value },
  ...more.map((Key) => ({ Key, Value: 'x' })),
];
let server: FakeServer;
before(async () => {
  server = await FakeServer.start(() => {
    const SecretList = [
      { Name: 'blog-mail', Tags: tagged('blog') },
      { Name: 'blog-chat', Tags: tagged('blog', 'team') },
      { Name: 'blog-two-mail', Tags: tagged('blog-two') },
      { Name: 'blog-flux-Webhook', Tags: tagged('blog', 'aws:cloudformation:stack-name') },
      { Name: 'rds!db-1', Tags: tagged('blog'), OwningService: 'rds' },
      { Name: 'untagged' },
    ];
    return { type: 'application/x-amz-json-1.1', body: JSON.stringify({ SecretList }) };
  });
});
after(() => server.stop());

test('the secrets that people have made for a blog are found by its tag, and none of a stack or of another blog', async () => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const settings = { ...clientSettings('eu-west-1', credentials), endpoint: server.url, maxAttempts: 1 };
  assert.deepEqual(await keptSecrets({ name: 'blog', region: 'eu-west-1' }, settings), ['blog-chat', 'blog-mail']);
});
