import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backendPath, parseHead } from './server.ts';

test('a repository answers with and without .git, as on GitHub', () => {
  assert.equal(backendPath('/example/onemerge/info/refs'), '/example/onemerge.git/info/refs');
  assert.equal(backendPath('/example/onemerge.git/git-upload-pack'), '/example/onemerge.git/git-upload-pack');
});

test('a path that leaves the folder, or names no repository, is refused', () => {
  assert.equal(backendPath('/example/../secret/info/refs'), undefined);
  assert.equal(backendPath('/example'), undefined);
});

test('the status line of a gateway answer becomes the status', () => {
  assert.deepEqual(parseHead('Status: 404 Not Found\r\nContent-Type: text/plain'), {
    status: 404,
    headers: { 'content-type': 'text/plain' },
  });
  assert.equal(parseHead('Content-Type: text/plain').status, 200);
});
