import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTRACT_VALUES } from '../../../cli/shared/rendering/contract-values.ts';
import { renderTree } from '../../../cli/shared/rendering/render.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { firstOf, ghostObjects, type SecretsManager, withImage, withoutInitContainers } from './objects.ts';

const SECRETS: SecretsManager = {
  [CONTRACT_VALUES.OWNER_SECRET_ARN]: { password: 'c"d' },
};
const USER = { username: 'blog', password: 'a$b' };
const tree = renderTree({ ...CONTRACT_VALUES });

test('the blog is the one that Flux would apply, with the Secrets that External Secrets would write', () => {
  const objects = ghostObjects(tree, SECRETS, USER);
  const [rendered = []] = tree.filter(({ name }) => name === 'ghost').map((one) => one.objects);
  assert.equal(objects.length, rendered.length + 2, 'no object may be lost, and two are added');
  assert.ok(objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'ghost'));
  assert.deepEqual(
    objects.filter(({ kind }) => kind === 'ExternalSecret'),
    [],
  );
  const password = (name: string) => {
    const secret = objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === name);
    assert.equal(secret?.metadata.namespace, 'ghost');
    return Buffer.from(secret?.data.password, 'base64').toString();
  };
  assert.deepEqual([password('owner'), password('database-user')], ['c"d', 'a$b']);
});

test('a manifest that asks for a property that no secret has is refused', () => {
  const incomplete = { [CONTRACT_VALUES.OWNER_SECRET_ARN]: { user: 'ghost' } };
  assert.throws(
    () => ghostObjects(tree, incomplete, USER),
    (error) => error instanceof RehearsalError && /wants the property password of arn:/.test(error.message),
  );
});

test('a pod without prepare is the same but for its init containers', () => {
  const objects = ghostObjects(tree, SECRETS, USER);
  const { initContainers, ...rest } = firstOf(withoutInitContainers(objects), 'Deployment').spec.template.spec;
  const { initContainers: before, ...same } = firstOf(objects, 'Deployment').spec.template.spec;
  assert.deepEqual(initContainers, []);
  assert.ok(before.length > 0, 'the rendered Deployment must keep its own');
  assert.deepEqual(rest, same);
});

test('a tree without the Deployment is an error that says how to look', () => {
  assert.throws(
    () => firstOf([], 'Deployment'),
    (error) => error instanceof RehearsalError && /renders no Deployment/.test(error.message),
  );
});

test('another Ghost runs in each of its containers, and everything else stays', () => {
  const objects = ghostObjects(tree, SECRETS, USER);
  const changed = withImage(objects, 'example.com/ghost:6.0.0');
  const { initContainers, containers } = firstOf(changed, 'Deployment').spec.template.spec;
  const images = [...initContainers, ...containers].map(({ image }: { image: string }) => image);
  assert.deepEqual([...new Set(images)], ['example.com/ghost:6.0.0']);
  assert.doesNotMatch(JSON.stringify(objects), /ghost:6\.0\.0/, 'what was rendered stays as it is');
  assert.deepEqual(
    changed.filter(({ kind }) => kind !== 'Deployment'),
    objects.filter(({ kind }) => kind !== 'Deployment'),
  );
});
