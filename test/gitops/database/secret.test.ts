import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { handoverBy } from '../../../gitops/apps/database/secret.mjs';
import { only } from '../tree.ts';

const USER = { username: 'blog_1', password: 'p', since: '2026-01-01T12:00:00.000Z' };
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The API server, which answers with these statuses, one after the other. */
function scene(...answers: readonly (readonly [status: number, body?: object])[]) {
  const asked: string[] = [];
  const handover = handoverBy(async (method, path, body) => {
    const [status, answer = {}] = answers[asked.length] ?? [500];
    asked.push([method, path, body && JSON.stringify(body)].filter(Boolean).join(' '));
    return new Response(JSON.stringify(answer), { status });
  });
  return { asked, handover };
}

describe('the Secret with the database user', () => {
  test('is read as it was written', async () => {
    const data = Object.fromEntries(Object.entries(USER).map(([key, value]) => [key, base64(value)]));
    assert.deepEqual(await scene([200, { data }]).handover.read(), USER);
  });

  test('counts as none while it is not there, or a part of it is missing', async () => {
    assert.equal(await scene([404]).handover.read(), undefined);
    assert.equal(await scene([200, { data: { username: base64('blog_1') } }]).handover.read(), undefined);
    assert.equal(await scene([200]).handover.read(), undefined);
  });

  test('is changed where it is, and made where it is not', async () => {
    const changed = scene([200]);
    await changed.handover.write(USER);
    assert.deepEqual(changed.asked, [
      `PATCH /api/v1/namespaces/ghost/secrets/database-user ${JSON.stringify({ stringData: USER })}`,
    ]);
    const made = scene([404], [201]);
    await made.handover.write(USER);
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'database-user' }, stringData: USER };
    assert.equal(made.asked[1], `POST /api/v1/namespaces/ghost/secrets ${JSON.stringify(secret)}`);
  });

  test('is the one that the rights name, and that Ghost mounts', () => {
    const { metadata, rules } = only('Role', 'database-user');
    assert.equal(metadata.namespace, 'ghost');
    assert.deepEqual(rules[1].resourceNames, ['database-user']);
    const { volumes } = only('Deployment', 'ghost').spec.template.spec;
    const names = volumes.map((volume: { secret?: { secretName: string } }) => volume.secret?.secretName);
    assert.ok(names.includes('database-user'));
  });

  test('cannot be read, written or made without a word about who refused', async () => {
    const { handover } = scene([403, { message: 'forbidden' }]);
    await assert.rejects(
      handover.read(),
      /Kubernetes answered 403 when the Secret ghost\/database-user was read: .*forbidden/,
    );
    await assert.rejects(scene([403]).handover.write(USER), /answered 403 when .* was written/);
    await assert.rejects(scene([404], [403]).handover.write(USER), /answered 403 when .* was made/);
  });
});
