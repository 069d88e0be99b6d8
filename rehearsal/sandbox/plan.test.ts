import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFolderOf, sandboxVariable } from './plan.ts';

test("a process is known to be a run's by its variable", () => {
  assert.equal(runFolderOf(sandboxVariable('/cache/runs/rAbCdEf')), '/cache/runs/rAbCdEf');
  assert.equal(runFolderOf('HOME=/cache/runs/rAbCdEf/sandbox.json'), undefined);
});
