import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exitCodeOf, type Looked } from '../../../cli/drift/drift.ts';
import { json, report } from '../../../cli/drift/report.ts';

const good: Looked = { part: 'settings', compared: 21, findings: [] };
const drifted: Looked = {
  part: 'objects',
  compared: 60,
  findings: [{ object: 'Service ghost/ghost', message: 'kubectl-edit set spec.ports', help: 'flux reconcile' }],
};
const unread: Looked = {
  part: 'stack blog-ghost',
  compared: 0,
  findings: [],
  unread: { error: 'denied', help: 'sign in' },
};

describe('the report on drift', () => {
  test('has a line for each part, and what helps below what has drifted', () => {
    assert.deepEqual(report([drifted, good]).split('\n'), [
      '  NO  objects   60 compared, 1 drifted',
      '        Service ghost/ghost: kubectl-edit set spec.ports',
      '          help: flux reconcile',
      '  ok  settings  21 compared, 0 drifted',
      '1 of 81 has drifted.',
    ]);
  });

  test('says that nothing has drifted only of what was looked at', () => {
    const lines = report([good, unread]).split('\n');
    assert.equal(lines.at(-1), 'Nothing of 21 has drifted. 1 part could not be looked at, or not all of it.');
    assert.ok(lines.includes('        not all of it was looked at: denied'));
  });

  test('is one document for machines', () =>
    assert.deepEqual(JSON.parse(json([drifted])), { exitCode: 1, parts: [drifted] }));
});

describe('the exit code', () => {
  test('is 0 when nothing has drifted, and 1 when something has, whatever could not be looked at', () => {
    assert.equal(exitCodeOf([good]), 0);
    assert.equal(exitCodeOf([drifted, unread]), 1);
  });

  test('is 2 when something could not be looked at', () => assert.equal(exitCodeOf([good, unread]), 2));
});
