import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { supportFiles } from './support-files.ts';

/** Unpacked packages with one file in them. */
function unpacked(t: TestContext, file: string): string {
  const programs = mkdtempSync(join(tmpdir(), 'onemerge-support-files-'));
  t.after(() => rmSync(programs, { recursive: true }));
  mkdirSync(dirname(join(programs, file)), { recursive: true });
  writeFileSync(join(programs, file), '');
  return programs;
}

test("an empty server of Debian 13's MariaDB is made from the files under MariaDB's name", (t) => {
  const programs = unpacked(t, 'usr/share/mariadb/mariadb_system_tables.sql');
  const { folder, bootstrap } = supportFiles(programs);
  assert.equal(folder, join(programs, 'usr/share/mariadb'));
  assert.equal(bootstrap[0], join(folder, 'mariadb_system_tables.sql'));
});

test("one of Debian 12's or Ubuntu 24.04's is made from the files under MySQL's name", (t) => {
  const programs = unpacked(t, 'usr/share/mysql/mysql_system_tables.sql');
  const { folder, bootstrap } = supportFiles(programs);
  assert.equal(folder, join(programs, 'usr/share/mysql'));
  assert.equal(bootstrap[2], join(folder, 'mysql_system_tables_data.sql'));
});
