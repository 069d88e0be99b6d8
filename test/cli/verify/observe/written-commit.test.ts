import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fluxObject } from '../../../../cli/verify/observe/kubernetes-objects.ts';
import { Unreadable } from '../../../../cli/verify/observe/unreadable.ts';
import { WrittenCommit } from '../../../../cli/verify/observe/written-commit.ts';

const kustomization = (spec: object) =>
  fluxObject.parse({
    metadata: { name: 'shop', namespace: 'flux-system' },
    spec: { path: './gitops/shop', postBuild: {}, ...spec },
  });
const files = new Map([['gitops/shop/a.yaml', `apiVersion: v1\nkind: Secret\nmetadata: { name: '\${NAME}' }\n`]]);

test('the commit is read once, and each Kustomization once as long as it and the settings stay', async () => {
  let reads = 0;
  const written = new WrittenCommit({
    files: async () => {
      reads += 1;
      return files;
    },
  });
  await written.read();
  await written.read();
  assert.equal(reads, 1);
  const first = written.of({ NAME: 'a' })(kustomization({}));
  assert.equal(written.of({ NAME: 'a' })(kustomization({})), first);
  assert.equal(first.objects[0]?.name, 'a');
  assert.equal(written.of({ NAME: 'b' })(kustomization({})).objects[0]?.name, 'b', 'a setting changed');
  assert.equal(written.of({ NAME: 'b' })(kustomization({ namePrefix: 'x-' })).objects[0]?.name, 'x-b', 'the spec did');
});

test('a commit whose files Git does not give is unreadable, with the command that shows why', async () => {
  const written = new WrittenCommit({ files: () => Promise.reject(new Error('no such object')) });
  await assert.rejects(written.read(), (error: unknown) => {
    assert.ok(error instanceof Unreadable);
    assert.match(error.message, /manifests of the commit cannot be read: no such object/);
    assert.equal(error.help, 'git fetch --refetch origin');
    return true;
  });
});
