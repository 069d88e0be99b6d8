import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changeId } from '../../../cli/review/change-id.ts';
import { changed } from '../../support/review.ts';

const database = (Properties: Record<string, unknown>) => ({ Type: 'AWS::RDS::DBInstance', Properties });
const idOf = (before: Record<string, unknown>, after: Record<string, unknown> | undefined) =>
  changed(database(before), after && database(after))[0]?.change;

describe('the name of a change', () => {
  test('has 12 hexadecimal digits', () => assert.match(changeId('it'), /^[0-9a-f]{12}$/));

  test('does not depend on the order of keys, nor on characters that CloudFormation does not keep', () => {
    assert.equal(changeId({ a: 'naïve', b: 1 }), changeId({ b: 1, a: 'na?ve' }));
  });

  test('is another one when the same property changes again', () => {
    assert.notEqual(idOf({ DBName: 'a' }, { DBName: 'b' }), idOf({ DBName: 'b' }, { DBName: 'a' }));
  });

  test('does not depend on what stays as it is, so that another merge in between does not spoil an approval', () => {
    const [before, after] = [{ DBName: 'a' }, { DBName: 'b' }];
    assert.equal(idOf(before, after), idOf({ ...before, Port: '1' }, { ...after, Port: '1' }));
  });

  test('is that of the whole resource where it is removed', () => {
    assert.notEqual(idOf({ DBName: 'a' }, undefined), idOf({ DBName: 'b' }, undefined));
  });
});
