import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replaceMatches, replaceOnce } from './project.ts';

test('an edit takes its new text literally, and a pattern takes its groups', () => {
  assert.equal(replaceOnce('port: 1', '1', '$&2', 'a.yaml'), 'port: $&2');
  assert.equal(replaceMatches('size: 1\nsize: 2', /(size: )\d/g, '$13', 'a.yaml'), 'size: 3\nsize: 3');
});

test('an edit of a file that no longer holds the text fails with its name, or the rehearsal would change nothing', () => {
  const error = { name: 'RehearsalError', where: 'a.yaml', message: /^a\.yaml no longer contains .*gone.*edits$/ };
  assert.throws(() => replaceOnce('text', 'gone', '', 'a.yaml'), error);
  assert.throws(() => replaceMatches('text', /gone/, '', 'a.yaml'), error);
});
