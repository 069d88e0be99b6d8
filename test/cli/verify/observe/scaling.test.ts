import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { managedFields } from '../../../../cli/verify/observe/field-managers.ts';
import { isScaled } from '../../../../cli/verify/observe/scaling.ts';

const managers = (fieldsV1: object) =>
  managedFields.parse([{ manager: 'helm-controller', operation: 'Apply', fieldsV1 }]);
const held = managers({ 'f:spec': { 'f:replicas': {} } });
const unheld = managers({ 'f:spec': { 'f:template': {} } });

describe('an object was scaled', () => {
  test('when nobody holds how many pods it wants: kubectl scale leaves no name', () => {
    assert.equal(isScaled(unheld, 0), true);
    assert.equal(isScaled(unheld, 2), true);
  });

  test('not when its manifest asks for that many, none included', () => {
    assert.equal(isScaled(held, 0), false);
    assert.equal(isScaled(held, 2), false);
  });

  test('not when its manifest asks for nothing: one is what the API server makes of that', () =>
    assert.equal(isScaled(unheld, 1), false));

  test('not when it has no pods to scale', () => assert.equal(isScaled(unheld, undefined), false));
});
