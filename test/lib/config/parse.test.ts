import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseConfig } from '../../../lib/config/parse.ts';
import realConfig from '../../../onemerge.config.ts';
import { complaints, withField } from '../../support/config-complaints.ts';
import { configInput } from '../../support/fixtures.ts';

describe('the config as a whole', () => {
  test('the committed config is valid', () => {
    assert.deepEqual(complaints(realConfig), []);
  });

  test('defaults fill what a user leaves out', () => {
    const config = parseConfig(configInput());
    assert.deepEqual(config.database, { size: 't4g.small', storageGiB: 20, backupDays: 7 });
    assert.equal(config.repository.branch, 'main');
    assert.equal(config.availability, 'single');
    assert.equal(config.rollout, 'infrastructure-first');
    assert.equal(config.protection, 'on');
    assert.equal(config.logs, undefined);
    assert.equal(parseConfig(configInput({ logs: { keepDays: 30 } })).logs?.podMetrics, 'off');
    assert.deepEqual(config.kubernetesApi, { allowedCidrs: [], adminPrincipals: [], auditLogs: 'on' });
  });

  for (const input of [undefined, null, 'text', 7, [], () => configInput()]) {
    test(`a default export that is ${typeof input === 'function' ? 'a function' : JSON.stringify(input)} gives one line`, () => {
      const [line, ...others] = complaints(input);
      assert.match(line ?? '', /^onemerge\.config\.ts: the default export is .*: write export default defineConfig\(/);
      assert.deepEqual(others, []);
    });
  }

  test('an empty object gives a line for each required field', () => {
    const fields = complaints({}).map((line) => line.split(' ')[1]);
    assert.deepEqual(fields, ['name', 'region', 'repository', 'alarmEmail', 'blog']);
  });
});

describe('a required field', () => {
  const required = [
    'name',
    'region',
    'repository',
    'repository.owner',
    'repository.name',
    'alarmEmail',
    'blog',
    'blog.ownerEmail',
  ];
  for (const field of required) {
    test(`${field} that is deleted gives one line that names it`, () => {
      const lines = complaints(withField(field, undefined));
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.ok(lines[0]?.startsWith(`onemerge.config.ts: ${field} is missing: `), lines[0]);
    });

    test(`${field} that is misspelt gives one line that names the right spelling`, () => {
      const keys = field.split('.');
      const last = keys.at(-1) ?? '';
      const misspelt = [...keys.slice(0, -1), `${last.slice(0, -2)}${last.at(-1)}${last.at(-2)}`].join('.');
      const value = field.includes('mail') || field.includes('Email') ? 'a@example.com' : 'value';
      const config = withField(field, undefined);
      const target = keys
        .slice(0, -1)
        .reduce((at, key) => at[key] as Record<string, unknown>, config as Record<string, unknown>);
      target[misspelt.split('.').at(-1) ?? ''] = value;
      const lines = complaints(config);
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.ok(lines[0]?.endsWith(`unknown field; did you mean ${last}?`), lines[0]);
    });
  }
});
