import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PreconditionError } from '../../shared/errors.ts';
import { choosePackages, packageInputs } from './packages.ts';

const BOOKWORM = { id: 'debian', like: [], version: '12', name: 'Debian GNU/Linux 12 (bookworm)' };
const TRIXIE = { id: 'debian', like: [], version: '13', name: 'Debian GNU/Linux 13 (trixie)' };
const AIO = ['libaio1t64', 'libaio1'];

/** As `apt-cache madison` prints them. */
const madison = (...names: readonly string[]) =>
  names.map((name) => `${name.padStart(10)} |  1.2-3 | http://example.com/debian main/main amd64 Packages\n`).join('');

test('each system gets a renamed package under the name that it knows', () => {
  assert.deepEqual(choosePackages(['runc', AIO], madison('runc', 'libaio1'), BOOKWORM), ['runc', 'libaio1']);
  assert.deepEqual(choosePackages(['runc', AIO], madison('libaio1t64', 'runc'), TRIXIE), ['runc', 'libaio1t64']);
});

test('a package with several versions is taken once', () => {
  assert.deepEqual(choosePackages(['runc'], madison('runc', 'runc'), TRIXIE), ['runc']);
});

test('a system without a package is named before anything is downloaded, with the place to add a name', () => {
  assert.throws(
    () => choosePackages(['runc', AIO], madison('runc'), TRIXIE),
    (error: unknown) =>
      error instanceof PreconditionError &&
      error.message === 'Debian GNU/Linux 13 (trixie) has no package libaio1t64 or libaio1' &&
      /rehearsal\/builds\/recipes/.test(error.help),
  );
});

test('a system does not get the packages that another one left in the cache', () => {
  assert.notDeepEqual(packageInputs(['runc'], BOOKWORM), packageInputs(['runc'], TRIXIE));
});
