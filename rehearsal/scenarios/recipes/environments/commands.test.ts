import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOf } from './commands.ts';

test('what is typed for a placeholder is one word, spaces and all', () => {
  const typed = { '<sha>': 'c0ffee', '<reason>': 'readers see errors', '$(git rev-parse origin/main)': 'f00d' };
  assert.deepEqual(wordsOf('npx onemerge promote --commit <sha> --skip <reason>', typed), [
    ...['npx', 'onemerge', 'promote', '--commit', 'c0ffee', '--skip', 'readers see errors'],
  ]);
  assert.deepEqual(wordsOf('npx cdk deploy --context commit=$(git rev-parse origin/main)', typed), [
    ...['npx', 'cdk', 'deploy', '--context', 'commit=f00d'],
  ]);
});
