import assert from 'node:assert/strict';
import { test } from 'node:test';
import { osRelease, parseOsRelease } from './os-release.ts';

test('a system is told by id and version, with or without quotes', () => {
  const debian = parseOsRelease('PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_ID="13"\nID=debian\n');
  assert.deepEqual(debian, { id: 'debian', like: [], version: '13', name: 'Debian GNU/Linux 13 (trixie)' });
  const ubuntu = parseOsRelease("NAME='Ubuntu'\nID=ubuntu\nID_LIKE=debian\nVERSION_ID='24.04'\n");
  assert.deepEqual([ubuntu.id, ubuntu.like, ubuntu.version], ['ubuntu', ['debian'], '24.04']);
});

test('a machine without the file still has a system: the recipes are listed where nothing is built, too', () => {
  assert.deepEqual(osRelease('/no/such/file'), {
    id: 'unknown',
    like: [],
    version: '',
    name: 'a system without a name',
  });
});
