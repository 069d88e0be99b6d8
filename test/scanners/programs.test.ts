import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandError } from '../../cli/shared/command-error.ts';
import { installCheckov } from '../../scanners/programs.ts';

test('a scanner that cannot be installed says what it takes, and the command that goes on', () => {
  const install = () => installCheckov('checkov==0.0.0\n', { PATH: '/nowhere' });
  assert.throws(install, (error: CommandError) => {
    assert.ok(error instanceof CommandError, String(error));
    assert.match(error.report(), /checkov cannot be installed: .*python3/);
    assert.match(error.report(), /help: it takes Python 3 with venv, .* npm run findings/);
    return true;
  });
});
