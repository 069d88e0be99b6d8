import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lockedInfrastructure, lockText } from '../../lib/lock.ts';

const FINGERPRINT = '0123456789ab';

describe('the lock', () => {
  test('names one infrastructure, on one line, so that two changes of it conflict in Git', () => {
    const lines = lockText(FINGERPRINT, 'infrastructure-first')
      .split('\n')
      .filter((line) => line.includes(FINGERPRINT));
    assert.equal(lines.length, 1);
    assert.equal(lockedInfrastructure(lines.join()), FINGERPRINT);
  });

  test('is the same text for any infrastructure when the config lets both halves go at once', () => {
    assert.equal(lockText(FINGERPRINT, 'parallel'), lockText('ba9876543210', 'parallel'));
    assert.equal(lockedInfrastructure(lockText(FINGERPRINT, 'parallel')), undefined);
  });
});
