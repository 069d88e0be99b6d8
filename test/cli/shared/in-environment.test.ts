import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEnvironment } from '../../../cli/shared/in-environment.ts';

const CASES: [text: string, there: string][] = [
  ['npx onemerge verify --commit HEAD', 'npx onemerge verify --environment staging --commit HEAD'],
  ['npx cdk deploy Ghost', 'npx cdk deploy --context environment=staging Ghost'],
  [
    'npx cdk diff Ghost, then npx cdk deploy Ghost',
    'npx cdk diff --context environment=staging Ghost, then npx cdk deploy --context environment=staging Ghost',
  ],
  ['npx onemerge status --environment production', 'npx onemerge status --environment production'],
  ['npx onemerge lock, then commit the file', 'npx onemerge lock, then commit the file'],
  ['npx onemerge promote --to production --commit <sha>', 'npx onemerge promote --to production --commit <sha>'],
  ['git fetch origin main', 'git fetch origin main'],
];

for (const [text, there] of CASES) {
  test(`"${text}" says where, when an environment was named`, () => {
    assert.equal(inEnvironment(text, 'staging'), there);
    assert.equal(inEnvironment(text, undefined), text);
  });
}
