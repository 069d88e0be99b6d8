import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { protectionNotes } from '../../../../cli/verify/report/protection.ts';
import { parseConfig } from '../../../../lib/config/parse.ts';
import { configInput } from '../../../support/fixtures.ts';
import { facts } from '../facts.ts';

const stack = (name: string, open: boolean) => ({
  name,
  status: 'UPDATE_COMPLETE',
  same: true,
  failures: [],
  ...(open ? { mayBeDeleted: true as const } : {}),
});
const seen = (open: boolean) =>
  facts({ infrastructure: { value: { stacks: [stack('fixture-network', false), stack('fixture-ghost', open)] } } });
const config = parseConfig(configInput());

describe('the verdict says that stacks may be deleted', () => {
  test('when nothing protects one yet', () => {
    assert.deepEqual(protectionNotes(seen(true), config), [
      'Not protected from deletion yet: fixture-ghost. The next execution of the pipeline protects them.',
    ]);
  });

  test('when the config turns protection off', () => {
    const off = parseConfig(configInput({ protection: { off: 'moving to another account' } }));
    assert.match(protectionNotes(seen(true), off).join(), /^Protection is off, as the config says: /);
  });

  test('and nothing while all of them are protected, or could not be read', () => {
    assert.deepEqual(protectionNotes(seen(false), config), []);
    const unread = facts({ infrastructure: { error: 'no', help: 'no', finalAfterSeconds: 0 } });
    assert.deepEqual(protectionNotes(unread, config), []);
  });
});
