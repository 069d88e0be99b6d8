import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownerPassword, ownershipStatements } from './statements.ts';

const OWNERSHIP = { user: 'ghost', password: `it's \\ "it"`, database: 'blog`s', parameters: {} };

test('a password full of quotes and backslashes stays one literal', () => {
  assert.equal(ownerPassword(OWNERSHIP), `ALTER USER 'ghost'@'%' IDENTIFIED BY 'it''s \\\\ "it"'`);
});

test('every start makes what is missing and sets the password of today', () => {
  const lines = ownershipStatements(OWNERSHIP).trimEnd().split('\n');
  assert.equal(lines[0], 'CREATE DATABASE IF NOT EXISTS `blog``s` CHARACTER SET utf8mb4;');
  assert.match(lines.join('\n'), /CREATE USER IF NOT EXISTS 'ghost'@'%';\nALTER USER/);
  for (const line of lines) assert.match(line, /;$/, 'the init file takes one statement a line');
});

test('the master user reaches no file of the host and cannot shut the server down, as on RDS', () => {
  const granted = ownershipStatements(OWNERSHIP);
  assert.doesNotMatch(granted, /\b(ALL|FILE|SUPER|SHUTDOWN)\b/);
});
