import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { InterruptedError, PreconditionError, RehearsalError, withoutAnswer } from './errors.ts';

describe('an error before anything was rehearsed', () => {
  test('is no answer, and says the same', () => {
    const error = new PreconditionError('go is not installed', { where: 'PATH', help: 'install it' });
    const told = withoutAnswer(error);
    assert.ok(told instanceof RehearsalError);
    assert.equal(told.exitCode, 2);
    assert.equal(told.report(), error.report());
  });

  test('stays an interruption when somebody pressed Ctrl-C', () => {
    const error = new InterruptedError();
    assert.equal(withoutAnswer(error), error);
  });

  test('stays what it is when nobody foresaw it', () => {
    const error = new TypeError('no');
    assert.equal(withoutAnswer(error), error);
  });
});
