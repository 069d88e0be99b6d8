import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bootstrapNames } from '../../../lib/bootstrap/names.ts';
import { fixtureApp, STACK_NAMES, stackOf } from '../../support/fixtures.ts';

describe('the bootstrap of a blog', () => {
  const of = (name: string, region = 'eu-west-1') => bootstrapNames({ name, region });

  test('has a qualifier that the CDK takes', () => {
    for (const name of ['ab', 'my-blog', 'a-name-of-20-letters']) assert.match(of(name).qualifier, /^[a-z0-9]{10}$/);
  });

  test('is not that of another blog, however alike their names', () =>
    assert.notEqual(of('my-blog').qualifier, of('myblog').qualifier));

  test('has policies of its own in every region, as IAM knows none', () =>
    assert.notEqual(of('blog').boundary, of('blog', 'us-east-1').boundary));

  test('is the one that every stack is deployed through', () => {
    const app = fixtureApp();
    for (const name of STACK_NAMES)
      assert.equal(stackOf(app, name).synthesizer.bootstrapQualifier, of('fixture').qualifier, name);
  });
});
