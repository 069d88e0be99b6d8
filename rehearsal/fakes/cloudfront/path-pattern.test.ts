import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesPattern } from './path-pattern.ts';

test('path patterns match as CloudFront documents them', () => {
  const cases: [pattern: string, path: string, matches: boolean][] = [
    ['*', '/', true],
    ['/ghost/*', '/ghost/', true],
    ['/ghost/*', '/ghost', false],
    ['/ghost/*', '/Ghost/', false],
    ['ghost/*', '/ghost/a/b', true],
    ['/hook/*', '/content/hook/a', false],
    ['*.jpg', '/a/b.jpg', true],
    ['*.jpg', '/a/bxjpg', false],
    ['/a?.js', '/ab.js', true],
    ['/a?.js', '/a.js', false],
  ];
  for (const [pattern, path, matches] of cases)
    assert.equal(matchesPattern(pattern, path), matches, `${pattern} ${path}`);
});
